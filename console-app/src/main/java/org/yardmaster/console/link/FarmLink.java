package org.yardmaster.console.link;

import java.util.concurrent.CompletableFuture;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;

/// A line to a master that has let us in. It reconnects by itself until it is closed.
///
/// Futures end on a thread of the line; the console moves them to its own.
public interface FarmLink extends AutoCloseable {

  /// Tells `listener` all that is known and all that changes from here on, in order, one call at a
  /// time.
  void listen(FarmListener listener);

  /// Sends a command. Ends with its answer, or exceptionally if the line is closed before there is
  /// one.
  CompletableFuture<Answer> command(Command command);

  /// Asks a query. Ends with its reply, or exceptionally if the line breaks before there is one.
  CompletableFuture<Reply> ask(Query query);

  /// Tries to get a lost line back now instead of waiting.
  void retry();

  @Override
  void close();
}
