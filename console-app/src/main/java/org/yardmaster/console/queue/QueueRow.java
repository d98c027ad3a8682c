package org.yardmaster.console.queue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;

/// One queued request as the queue shows it: as the master told it, or, for the moment between a
/// drop and the master's answer, where the user put it.
public final class QueueRow extends QueueItem {
  private Request request;
  private String builder;
  private String haystack = "";
  private boolean matches = true;
  private boolean lifted;
  private Optional<Pending> pending = Optional.empty();
  private Optional<List<WaitReason>> reasons = Optional.empty();
  private String waitsFor = "";

  /// Where the user wants it, until the master has answered.
  record Pending(OrderKey order, int priority) {}

  QueueRow(Request request, String builder) {
    this.request = request;
    this.builder = builder;
    search();
  }

  void told(Request now, String builderNow) {
    request = now;
    builder = builderNow;
    search();
    touch();
  }

  private void search() {
    haystack =
        String.join(
                " ",
                builder,
                request.id().toString(),
                request.submittedBy(),
                request.reason(),
                isHeld() ? "held" : "",
                isShelved() ? "shelved" : "",
                isDelayed() ? "delayed" : "",
                request.properties().toString())
            .toLowerCase(Locale.ROOT);
  }

  void match(List<String> words) {
    matches = words.stream().allMatch(haystack::contains);
  }

  void want(Optional<Pending> wish) {
    pending = wish;
    touch();
  }

  void lift(boolean now) {
    lifted = now;
    touch();
  }

  /// Tells whether that is news.
  boolean explained(List<WaitReason> now, String words) {
    boolean news = !reasons.equals(Optional.of(now));
    reasons = Optional.of(now);
    if (!waitsFor.equals(words)) {
      waitsFor = words;
      touch();
    }
    return news;
  }

  OrderKey order() {
    return pending.map(Pending::order).orElseGet(request::order);
  }

  @Override
  long rank() {
    return order().rank();
  }

  @Override
  boolean matches() {
    return matches;
  }

  public RequestId id() {
    return request.id();
  }

  public Request request() {
    return request;
  }

  public String builder() {
    return builder;
  }

  public int priority() {
    return pending.map(Pending::priority).orElseGet(request::priority);
  }

  public boolean isHeld() {
    return request.hold().isPresent();
  }

  /// Whether it lost too many builds and waits for a person.
  public boolean isShelved() {
    return request.shelved().isPresent();
  }

  /// Whether it lost a build and is not tried again at once.
  public boolean isDelayed() {
    return request.retry().at().isPresent() && !isShelved();
  }

  /// Whether `retry now` would make a difference to it.
  public boolean canRetryNow() {
    return !isShelved() && !request.retry().equals(request.retry().atOnce());
  }

  /// Whether the master has not yet answered for the place it is shown at.
  public boolean isPending() {
    return pending.isPresent();
  }

  /// Whether it is being dragged.
  public boolean isLifted() {
    return lifted;
  }

  /// Why it waits, in one line; "" while that has not been asked.
  public String waitsFor() {
    return waitsFor;
  }

  /// Why it waits; empty while that has not been asked.
  public Optional<List<WaitReason>> reasons() {
    return reasons;
  }
}
