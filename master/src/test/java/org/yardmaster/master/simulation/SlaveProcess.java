package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.link.Backoff;
import org.yardmaster.protocol.link.Heartbeat;
import org.yardmaster.protocol.link.Inbox;
import org.yardmaster.protocol.link.Outbox;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.slave.core.Action;
import org.yardmaster.slave.core.Bundle;
import org.yardmaster.slave.core.Input;
import org.yardmaster.slave.core.Memory;
import org.yardmaster.slave.core.ProcessKey;
import org.yardmaster.slave.core.SlaveCore;

/// One life of a slave: the production core and link, with the agent's rim imitated around them.
final class SlaveProcess implements Line.Ear {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  final String startId;
  private final SlaveMachine machine;
  private final World world;
  private final SlaveCore core;
  private final Backoff backoff = Backoff.standard();
  private Outbox<SlaveMessage.FromSlave> outbox = new Outbox<>();
  private Inbox inbox = new Inbox();
  private final Bundle soon = new Bundle();
  private String session = "";
  private @Nullable Line line;
  private Heartbeat heartbeat;
  private boolean attached;
  private boolean inSession;
  private Instant heardAt;
  private boolean dead;

  SlaveProcess(SlaveMachine machine, String startId, Memory memory) {
    this.machine = machine;
    this.world = machine.world;
    this.startId = startId;
    this.core = new SlaveCore(memory, SlaveFacts.unknown());
    this.heardAt = world.agenda.now();
    this.heartbeat = newHeartbeat();
  }

  private Heartbeat newHeartbeat() {
    return new Heartbeat(World.HEARTBEAT, World.DEAD_AFTER, world.agenda.now());
  }

  void start() {
    perform(core.start(new TreeMap<>()));
    connect();
    look();
  }

  /// @param told whether the operating system still says goodbye on the line
  void die(boolean told) {
    dead = true;
    if (line != null && told) {
      line.close(Line.Side.SLAVE);
    } else {
      lineGoesDead();
    }
    line = null;
  }

  void lineGoesDead() {
    if (line != null) {
      line.deafen(Line.Side.SLAVE);
      line.deafen(Line.Side.MASTER);
    }
  }

  @Nullable Line line() {
    return line;
  }

  boolean busy() {
    return core.busy();
  }

  // The line.

  private void connect() {
    if (dead || line != null) {
      return;
    }
    Line made = machine.network ? world.master.connect(this) : null;
    if (made == null) {
      again();
      return;
    }
    line = made;
    attached = false;
    heartbeat = newHeartbeat();
    made.send(
        Line.Side.SLAVE,
        new SlaveFrame.Attach(
            SlaveFrame.VERSION,
            new TreeSet<>(),
            machine.name,
            "secret",
            startId,
            session,
            inbox.processed()));
  }

  private void again() {
    world.agenda.after(backoff.next(world.chance.share()), this::connect);
  }

  @Override
  public void broken(String why) {
    if (!dead && line != null) {
      line.close(Line.Side.SLAVE);
      line = null;
      attached = false;
      again();
    }
  }

  @Override
  public void hear(SlaveFrame frame) {
    heartbeat.heard(world.agenda.now());
    if (attached) {
      heardAt = world.agenda.now();
    }
    switch (frame) {
      case SlaveFrame.Attached a -> attached(a);
      case SlaveFrame.AttachRefused _ -> broken("refused");
      case SlaveFrame.Numbered(_, long number, SlaveMessage message) -> received(number, message);
      case SlaveFrame.Acknowledged(long number) -> outbox.acknowledge(number);
      case SlaveFrame.Ping _ -> say(new SlaveFrame.Pong());
      case SlaveFrame.Pong _, SlaveFrame.LogStored _ -> {}
      case SlaveFrame.Attach _, SlaveFrame.LogChunk _ ->
          throw new AssertionError("a master does not send " + frame);
    }
  }

  private void attached(SlaveFrame.Attached told) {
    on(new Input.Ticked(world.agenda.now(), silence()));
    attached = true;
    heardAt = world.agenda.now();
    backoff.succeeded();
    if (told.resumed()) {
      outbox.resume(told.received()).forEach(this::say);
    } else {
      session = told.session();
      outbox = new Outbox<>();
      inbox = new Inbox();
      inSession = false;
      on(new Input.SessionBegan());
    }
  }

  private void received(long number, SlaveMessage message) {
    if (inbox.accept(number)) {
      on(new Input.Received((SlaveMessage.ToSlave) message, machine.roomOnDisk));
      inbox.processed(number);
    }
    say(new SlaveFrame.Acknowledged(inbox.processed()));
  }

  private void say(Outbox.Numbered<SlaveMessage.FromSlave> numbered) {
    say(new SlaveFrame.Numbered(0, numbered.number(), numbered.message()));
  }

  private void say(SlaveFrame frame) {
    if (line != null && attached) {
      heartbeat.sent(world.agenda.now());
      line.send(Line.Side.SLAVE, frame);
    }
  }

  private Duration silence() {
    return attached ? Duration.ZERO : Duration.between(heardAt, world.agenda.now());
  }

  /// Time passes.
  private void look() {
    if (dead) {
      return;
    }
    if (line != null) {
      switch (heartbeat.check(world.agenda.now())) {
        case QUIET -> {}
        case PING -> {
          heartbeat.sent(world.agenda.now());
          if (attached) {
            line.send(Line.Side.SLAVE, new SlaveFrame.Ping());
          }
        }
        case DEAD -> broken("silent");
      }
    }
    Duration silence = silence();
    on(new Input.Ticked(world.agenda.now(), silence));
    Duration wait =
        core.nextTick(world.agenda.now(), silence)
            .filter(next -> next.compareTo(LOOK) < 0)
            .orElse(LOOK);
    world.agenda.after(wait.plusMillis(1), this::look);
  }

  // The core.

  void on(Input input) {
    if (!dead) {
      perform(core.on(input));
    }
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      if (action instanceof Action.Write(var entry, boolean durable)) {
        machine.write(entry, durable);
      }
    }
    actions.forEach(this::perform);
  }

  private void perform(Action action) {
    switch (action) {
      case Action.Write _, Action.Forget _ -> {}
      case Action.Run run -> new Tree(run.order()).begin();
      case Action.Stop stop -> stop(stop.build());
      case Action.LetStart let -> letStart(let.build(), let.step());
      case Action.Tell tell -> {
        soon.with(tell).forEach(this::say);
        if (!soon.isEmpty()) {
          world.agenda.after(Bundle.SOON, () -> soon.take().forEach(this::say));
        }
      }
      case Action.BeginSession begin -> {
        inSession = true;
        var _ = soon.take();
        say(outbox.add(begin.inventory()));
      }
      case Action.Leave _ -> leave(world.agenda.now().plus(FAREWELL));
    }
  }

  private void say(SlaveMessage.FromSlave message) {
    if (inSession) {
      say(outbox.add(message));
    }
  }

  private void leave(Instant latest) {
    if (dead) {
      return;
    }
    boolean said = inSession && outbox.size() == 0 && soon.isEmpty();
    if (line == null || said || !latest.isAfter(world.agenda.now())) {
      machine.kill();
      machine.bootAfter(world.chance.around(Duration.ofMinutes(5)));
    } else {
      world.agenda.after(Duration.ofMillis(20), () -> leave(latest));
    }
  }

  private final List<Tree> running = new ArrayList<>();

  private void letStart(BuildId build, int step) {
    running.stream()
        .filter(tree -> tree.order.build().equals(build))
        .findFirst()
        .ifPresent(tree -> tree.begin(step));
  }

  private void stop(BuildId build) {
    running.stream()
        .filter(tree -> tree.order.build().equals(build))
        .findFirst()
        .ifPresent(tree -> world.agenda.after(world.chance.millis(10_000), () -> tree.end(true)));
  }

  /// The processes of one build, step after step.
  private final class Tree {
    final BuildOrder order;
    private boolean over;

    Tree(BuildOrder order) {
      this.order = order;
    }

    void begin() {
      world.reality.begins(order, machine.name, startId);
      world.mayKill(machine, order, () -> over);
      Judge.that(
          world.master.view().orders().containsKey(order.build()),
          "what begins is wanted",
          order.build() + " of " + order.request() + " on " + startId);
      machine.trees.put(order.build(), this::vanish);
      running.add(this);
      step(0);
    }

    private void step(int index) {
      if (order.steps().get(index).locks().isEmpty()) {
        begin(index);
      } else {
        tell(new Input.StepWaits(order.build(), index));
      }
    }

    private void begin(int index) {
      Judge.that(!dead, "no step starts after its slave's process is gone", order.build());
      world.reality.stepBegins(order, index, machine.name);
      world.agenda.after(
          world.chance.millis(50),
          () -> tell(new Input.ProcessStarted(order.build(), index, new ProcessKey(1, 1))));
      Duration time = world.chance.around(world.buildTime);
      world.agenda.after(time.plusMillis(51), () -> endStep(index, time));
    }

    private void endStep(int index, Duration time) {
      if (over) {
        return;
      }
      world.reality.stepEnds(order.build(), index);
      if (dead) {
        vanish();
        return;
      }
      int exitCode = world.chance.in(6) ? 1 : 0;
      tell(
          new Input.StepEnded(
              order.build(),
              new StepResult(
                  index,
                  order.steps().get(index).name(),
                  StepResult.End.EXITED,
                  exitCode,
                  time,
                  0,
                  "")));
      if (exitCode != 0 || index + 1 == order.steps().size()) {
        end(false);
      } else {
        step(index + 1);
      }
    }

    void end(boolean cut) {
      if (!over) {
        vanish();
        on(new Input.BuildOver(order.build(), cut, java.util.Optional.empty()));
      }
    }

    private void tell(Input input) {
      if (!over) {
        on(input);
      }
    }

    /// No process is left, whether anybody is told or not.
    private void vanish() {
      over = true;
      running.remove(this);
      machine.trees.remove(order.build());
      world.reality.ends(order.build());
    }
  }
}
