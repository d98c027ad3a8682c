package org.yardmaster.installer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Two named pipes by which a build tells a test how far it is. A build that has told something
/// waits until the test has taken note.
final class Pipe implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 90;

  private final Path said;
  private final Path noted;
  private final RandomAccessFile words;
  private final RandomAccessFile notes;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /// @param folder for the pipes
  Pipe(Path folder) throws IOException, InterruptedException {
    said = make(folder.resolve("said"));
    noted = make(folder.resolve("noted"));
    // Open in both directions: so neither end waits for the other to open its own.
    words = new RandomAccessFile(said.toFile(), "rw");
    notes = new RandomAccessFile(noted.toFile(), "rw");
    Thread.ofPlatform().name("pipe").daemon().start(this::listen);
  }

  private static Path make(Path path) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("mkfifo " + path + ": exit " + exit);
    }
    return path;
  }

  /// The shell command that tells this.
  String tell(String word) {
    return "echo \"%s\" >'%s'; read answer <'%s'".formatted(word, said, noted);
  }

  /// Waits for the next word, and lets the build go on.
  String next() throws IOException, InterruptedException {
    String word = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (word == null) {
      throw new AssertionError("the build has told nothing for " + PATIENCE_SECONDS + " seconds");
    }
    notes.writeBytes("noted\n");
    return word;
  }

  private void listen() {
    try {
      String word = words.readLine();
      while (!word.isEmpty()) {
        heard.add(word);
        word = words.readLine();
      }
    } catch (IOException e) {
      throw new IllegalStateException("pipe " + said + ": cannot be read", e);
    }
  }

  /// An empty word ends the listening.
  @Override
  public void close() throws IOException {
    words.writeBytes("\n");
    notes.close();
  }
}
