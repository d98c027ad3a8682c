package org.yardmaster.master.cli;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "watch",
    description = {
      "Print what happens in the farm, line by line, until Ctrl-C.",
      "A lost line comes back by itself."
    })
final class WatchCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  WatchCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() throws ExecutionException {
    Printer printer = new Printer(master.terminal(), master.json());
    try (Attached attached = master.stay(printer)) {
      attached.follow();
      printer.over.get();
      return ExitCode.OK.code();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    } catch (InterruptedException _) {
      return ExitCode.OK.code();
    }
  }

  /// Prints news as they come; ends when nobody reads them, or the master lets this user in no
  /// more.
  private static final class Printer implements MasterClient.Listener {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HH:mm:ss  ", Locale.ROOT);

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Terminal terminal;
    private final boolean json;
    private final News news;
    private boolean begun;

    Printer(Terminal terminal, boolean json) {
      this.terminal = terminal;
      this.json = json;
      this.news = new News(terminal.zone());
    }

    @Override
    public void connection(Connection state) {
      switch (state) {
        case Connection.Lost lost -> {
          begun = false;
          terminal
              .err()
              .println("master " + lost.master() + ": " + lost.reason() + "; trying again");
        }
        case Connection.Refused refused ->
            over.completeExceptionally(
                new Failure(
                    ExitCode.NO_MASTER, "master " + refused.master() + ": " + refused.reason()));
        case Connection.Connecting _, Connection.Connected _, Connection.Closed _ -> {}
      }
    }

    @Override
    public void notice(String text) {
      if (!text.isEmpty()) {
        terminal.err().println("master: " + text);
      }
    }

    @Override
    public void ready(FarmView view) {
      begun = true;
      print(news.begin(FarmRows.of(view, Instant.now(), Optional.empty())));
    }

    @Override
    public void changed(FarmView view, Changed batch) {
      if (begun) {
        print(
            news.of(batch.changes(), FarmRows.of(view, batch.at(), Optional.empty()), batch.at()));
      }
    }

    private void print(List<News.Item> items) {
      for (News.Item item : items) {
        String time = TIME.format(Instant.parse(item.at()).atZone(terminal.zone()));
        terminal.out().print(json ? Json.line(item) : time + Words.plain(item.text()) + "\n");
      }
      if (terminal.out().checkError()) {
        over.complete(null);
      }
    }
  }
}
