package org.yardmaster.master.alerts;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A real HTTP server that keeps what is posted to it, and answers as it is told.
public final class HookServer implements AutoCloseable {

  /// One post.
  public record Post(String path, Optional<String> authorization, String body) {}

  private final HttpServer server;
  private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private volatile int status = 204;

  public HookServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int answer = status;
          posts.add(
              new Post(
                  exchange.getRequestURI().toString(),
                  Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                  body));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
  }

  public String url(String user, String path) {
    return "http://" + user + "127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public void answer(int with) {
    status = with;
  }

  /// The next post, waited for.
  public Post next() throws InterruptedException {
    Post post = posts.poll(30, TimeUnit.SECONDS);
    if (post == null) {
      throw new AssertionError("nothing was posted");
    }
    return post;
  }

  public boolean isSilent() {
    return posts.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
