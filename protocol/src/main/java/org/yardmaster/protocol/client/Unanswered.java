package org.yardmaster.protocol.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame.Ask;
import org.yardmaster.protocol.message.ConsoleFrame.Do;
import org.yardmaster.protocol.message.ConsoleFrame.Told;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;

/// What the master was told and asked, and has not answered. Commands outlive a connection,
/// questions do not. Belongs to the owner.
final class Unanswered {
  private record Pending(Do command, CompletableFuture<Answer> answer) {}

  private final Map<String, Pending> commands = new LinkedHashMap<>();
  private final Map<Long, CompletableFuture<Reply>> questions = new TreeMap<>();
  private long questionNumber;

  /// Keeps a command until it is answered.
  void command(String id, Command command, CompletableFuture<Answer> answer) {
    commands.put(id, new Pending(new Do(id, command, false), answer));
  }

  /// Keeps a question until it is answered. Returns what carries it.
  Ask question(Query query, CompletableFuture<Reply> reply) {
    long number = ++questionNumber;
    questions.put(number, reply);
    return new Ask(number, query);
  }

  /// All commands, as they came, to be sent again.
  List<Do> commands() {
    return commands.values().stream().map(Pending::command).toList();
  }

  void answered(String command, Answer answer) {
    Pending pending = commands.remove(command);
    if (pending != null) {
      pending.answer().complete(answer);
    }
  }

  void told(Told told) {
    CompletableFuture<Reply> question = questions.remove(told.id());
    if (question != null) {
      question.complete(told.reply());
    }
  }

  /// Nothing will be answered any more.
  void fail(Exception cause) {
    List<Pending> pending = new ArrayList<>(commands.values());
    commands.clear();
    pending.forEach(each -> each.answer().completeExceptionally(cause));
    failQuestions(cause);
  }

  void failQuestions(Exception cause) {
    List<CompletableFuture<Reply>> pending = new ArrayList<>(questions.values());
    questions.clear();
    pending.forEach(each -> each.completeExceptionally(cause));
  }
}
