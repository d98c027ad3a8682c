package org.yardmaster.master.alerts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yardmaster.protocol.model.AlertHook;

/// Makes one try to tell one hook, on the caller's thread, within a time limit. A try that fails
/// says why in words that are fit for a log: without a URL's user and query.
final class Messenger implements AutoCloseable {
  private final Duration limit;

  /// Made for the first URL: many farms have none.
  private Optional<HttpClient> http = Optional.empty();

  private boolean closed;

  /// @param limit after which a try is broken off
  Messenger(Duration limit) {
    this.limit = limit;
  }

  /// @throws IOException if nothing is told any more
  private synchronized HttpClient http() throws IOException {
    if (closed) {
      throw new IOException("the master has ended");
    }
    HttpClient made =
        http.orElseGet(() ->
            HttpClient.newBuilder()
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
    http = Optional.of(made);
    return made;
  }

  /// Returns when the hook has been told.
  void tell(AlertHook.Action action, Alert alert) throws IOException, InterruptedException {
    switch (action) {
      case AlertHook.Program(var argv) -> run(new ProcessBuilder(argv), alert.environment());
      case AlertHook.Post(var url) -> post(url, alert.json());
    }
  }

  private void run(ProcessBuilder program, Map<String, String> facts)
      throws IOException, InterruptedException {
    program.environment().putAll(facts);
    program.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    program.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = program.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("not over after " + inWords(limit) + ", so it was ended");
      }
    } finally {
      end(process.toHandle());
    }
    if (process.exitValue() != 0) {
      throw new IOException("exit code " + process.exitValue());
    }
  }

  /// Ends a program with everything it started and that is still below it.
  private static void end(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void post(String url, String json) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        http().sendAsync(request(url, json), HttpResponse.BodyHandlers.discarding());
    try {
      int status = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS).statusCode();
      if (status < 200 || status > 299) {
        throw new IOException("HTTP status " + status);
      }
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + inWords(limit), e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e), e);
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(String url, String json) throws IOException {
    try {
      URI address = URI.create(url);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(withoutUser(address))
              .timeout(limit)
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofString(json));
      String user = address.getUserInfo();
      if (user != null) {
        byte[] credentials = user.getBytes(StandardCharsets.UTF_8);
        request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
      }
      return request.build();
    } catch (IllegalArgumentException _) {
      throw new IOException("its URL is not one to post to");
    }
  }

  private static URI withoutUser(URI address) {
    String text = address.toString();
    String user = address.getRawUserInfo();
    return user == null ? address : URI.create(text.replaceFirst("//[^/?#]*@", "//"));
  }

  /// What a log may say of a hook: no user, no password, no query, no argument.
  static String inWords(AlertHook.Action action) {
    return switch (action) {
      case AlertHook.Program(var argv) -> argv.isEmpty() ? "no program" : argv.getFirst();
      case AlertHook.Post(var url) -> url.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
    };
  }

  private static String inWords(Duration time) {
    return time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  @Override
  public synchronized void close() {
    closed = true;
    http.ifPresent(HttpClient::shutdownNow);
  }
}
