package org.yardmaster.console.shell;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.builders.BuildersViewModel;
import org.yardmaster.console.builders.SchedulesViewModel;
import org.yardmaster.console.builds.BuildViewModel;
import org.yardmaster.console.builds.HistoryViewModel;
import org.yardmaster.console.builds.RunningViewModel;
import org.yardmaster.console.farm.Experience;
import org.yardmaster.console.farm.FarmFeed;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.Later;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.incidents.IncidentsViewModel;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.queue.QueueViewModel;
import org.yardmaster.console.queue.RequestViewModel;
import org.yardmaster.console.queue.SubmitViewModel;
import org.yardmaster.console.shelf.ShelfViewModel;
import org.yardmaster.console.slaves.SlavesViewModel;
import org.yardmaster.console.toast.ToastsViewModel;
import org.yardmaster.console.words.Times;

/// All that belongs to one line to one master, without a window: the farm as told, and the models
/// of all views. Lives on the FX thread.
public final class Console implements AutoCloseable {
  private final FarmLink link;
  private final FarmModel farm = new FarmModel();
  private final Line line = new Line();
  private final MasterClock clock;
  private final Times times;
  private final Actions actions;
  private final QueueViewModel queue;
  private final RequestViewModel request;
  private final ShelfViewModel shelf;
  private final SlavesViewModel slaves;
  private final BuildersViewModel builders;
  private final RunningViewModel running;
  private final SchedulesViewModel schedules;
  private final IncidentsViewModel incidents;
  private final HistoryViewModel history;
  private final ShellViewModel shell;
  private final ToastsViewModel toasts;

  /// One whose `fx` is the only way onto the FX thread.
  public Console(FarmLink link, Executor fx, Later later, InstantSource ours, ZoneId zone) {
    this(link, fx, fx, later, ours, zone);
  }

  /// `fx` and `calmly` both lead to the FX thread: one in the next frame, one, for what the farm
  /// tells, a few times a second.
  public Console(
      FarmLink link, Executor fx, Executor calmly, Later later, InstantSource ours, ZoneId zone) {
    this.link = link;
    this.clock = new MasterClock(ours);
    this.times = new Times(zone);
    this.actions = new Actions(link, fx, line, clock);
    this.queue = new QueueViewModel(farm, link, fx, actions, clock, later, times);
    this.request = new RequestViewModel(farm, queue, link, fx, clock, times);
    this.shelf =
        new ShelfViewModel(
            farm, actions, queue, new RequestViewModel(farm, queue, link, fx, clock, times));
    this.slaves = new SlavesViewModel(farm, new Experience(farm, line, link, fx), actions, clock);
    this.builders = new BuildersViewModel(farm);
    this.running = new RunningViewModel(farm, new BuildViewModel(farm, line, link, fx, actions));
    this.schedules = new SchedulesViewModel(farm);
    this.incidents = new IncidentsViewModel(farm, clock, times);
    this.history =
        new HistoryViewModel(farm, link, fx, new BuildViewModel(farm, line, link, fx, actions));
    this.shell = new ShellViewModel(link, farm, line, clock, actions, times);
    this.toasts = new ToastsViewModel(farm, line, shell.placeProperty()::get);
    link.listen(new FarmFeed(fx, calmly, farm, line, clock));
  }

  public FarmModel farm() {
    return farm;
  }

  public Line line() {
    return line;
  }

  public MasterClock clock() {
    return clock;
  }

  public Times times() {
    return times;
  }

  public Actions actions() {
    return actions;
  }

  public QueueViewModel queue() {
    return queue;
  }

  public RequestViewModel request() {
    return request;
  }

  public ShelfViewModel shelf() {
    return shelf;
  }

  public SlavesViewModel slaves() {
    return slaves;
  }

  public BuildersViewModel builders() {
    return builders;
  }

  public SchedulesViewModel schedules() {
    return schedules;
  }

  public IncidentsViewModel incidents() {
    return incidents;
  }

  public RunningViewModel running() {
    return running;
  }

  public HistoryViewModel history() {
    return history;
  }

  public ShellViewModel shell() {
    return shell;
  }

  public ToastsViewModel toasts() {
    return toasts;
  }

  /// A request to be made, of this builder; "" leaves that open.
  public SubmitViewModel submit(String builder) {
    return new SubmitViewModel(farm, actions, clock, times.zone(), builder);
  }

  @Override
  public void close() {
    link.close();
  }
}
