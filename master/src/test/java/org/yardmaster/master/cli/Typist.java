package org.yardmaster.master.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yardmaster.protocol.wire.Records;

/// Types commands of the real program, in this JVM, and reads what comes back.
final class Typist {
  private final Path home;
  private final Map<String, String> env = new TreeMap<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final Paper out = new Paper();
  private final Paper err = new Paper();
  private boolean atTerminal;

  /// @param home this user's own folder
  Typist(Path home) {
    this.home = home;
  }

  /// What came of a command.
  record Result(int code, String out, String err) {
    /// The JSON document that was printed, as a record.
    <T> T json(Class<T> type) {
      return Records.fromJson(out, type);
    }

    /// The JSON object that says why nothing was done.
    Refused refused() {
      return Records.fromJson(err, Refused.class);
    }
  }

  /// Sets a variable of the environment for all commands to come.
  Typist with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  /// Sits at a terminal from now on, and will answer so.
  Typist answering(String... texts) {
    atTerminal = true;
    answers.addAll(List.of(texts));
    return this;
  }

  /// Runs a command to its end.
  Result type(String... command) {
    out.reset();
    err.reset();
    int code = new Program(terminal()).run(command);
    return new Result(code, text(out), text(err));
  }

  /// Waits until a command that runs on another thread has printed this.
  void awaitPrinted(String text) throws InterruptedException {
    out.await(text);
  }

  /// Paper that somebody can watch while it is printed on.
  private static final class Paper extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int b) {
      super.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      while (!toString(StandardCharsets.UTF_8).contains(text)) {
        wait();
      }
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private Terminal terminal() {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        env,
        home,
        "anna",
        ZoneOffset.UTC,
        atTerminal ? Optional.of(new Answering()) : Optional.empty());
  }

  private final class Answering implements Terminal.Person {
    @Override
    public String answer(String question) {
      return answers.removeFirst();
    }

    @Override
    public String password(String question) {
      return answers.removeFirst();
    }
  }
}
