package org.yardmaster.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.application.Application;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.console.attach.AttachView;
import org.yardmaster.console.attach.AttachViewModel;
import org.yardmaster.console.link.ClientConnector;
import org.yardmaster.console.link.Connector;
import org.yardmaster.console.link.Credentials;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.link.Welcome;
import org.yardmaster.console.memory.KnownMaster;
import org.yardmaster.console.memory.Memory;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.memory.WindowState;
import org.yardmaster.console.shell.Console;
import org.yardmaster.console.shell.FrameExecutor;
import org.yardmaster.console.shell.FxLater;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.theme.Theme;

/// The program: puts its parts together, shows the attach screen and then the farm, and remembers
/// how it was left.
public final class ConsoleApp extends Application {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleApp.class);

  private final Memory memory;
  private final Connector connector;
  private final List<String> arguments;
  private final Executor fx = new FrameExecutor();
  private final Executor calmly = new FrameExecutor(FrameExecutor.CALM);
  private Optional<Open> open = Optional.empty();
  private Theme theme = Theme.LIGHT;

  /// The window on an attached farm.
  private record Open(
      Console console, ConsoleWindow window, AttachViewModel.Attached to, ViewMemory views) {}

  /// As it is started by [Main].
  public ConsoleApp() {
    this(new Memory(Memory.standardFolder()), new ClientConnector());
  }

  /// With a memory and a connector of the caller's, and arguments if the toolkit has none.
  public ConsoleApp(Memory memory, Connector connector, String... arguments) {
    this.memory = memory;
    this.connector = connector;
    this.arguments = List.of(arguments);
  }

  @Override
  public void start(Stage stage) {
    WindowState state = memory.window();
    theme = state.theme().equals(Theme.DARK.name()) ? Theme.DARK : Theme.LIGHT;
    AttachViewModel attach =
        new AttachViewModel(connector, fx, memory, (link, to) -> show(stage, link, to));
    Options options = Options.parse(arguments().toArray(String[]::new));
    options.master().ifPresent(attach.addressProperty()::set);
    options.user().ifPresent(attach.userProperty()::set);
    options.fingerprint().ifPresent(attach::give);
    Scene scene = new Scene(new AttachView(attach), 760, 460);
    theme.dress(scene);
    stage.setTitle("Yardmaster");
    stage.setScene(scene);
    stage.setOnCloseRequest(_ -> remember(stage));
    stage.show();
    options.tokenFile().map(ConsoleApp::token).ifPresent(attach::attach);
  }

  private List<String> arguments() {
    return Optional.ofNullable(getParameters()).map(Parameters::getRaw).orElse(arguments);
  }

  private static Credentials token(String file) {
    return new Credentials("", () -> read(file), true);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException failure) {
      LOG.error("token file {}: cannot be read; log in with a password", file, failure);
      return "";
    }
  }

  private void show(Stage stage, FarmLink link, AttachViewModel.Attached to) {
    WindowState state = memory.window();
    Console console =
        new Console(
            link, fx, calmly, new FxLater(), InstantSource.system(), ZoneId.systemDefault());
    ViewMemory views = memory.views(to.address());
    ConsoleWindow window = new ConsoleWindow(console, views, theme, state.width(), state.height());
    open = Optional.of(new Open(console, window, to, views));
    memory.master(to.address()).map(KnownMaster::view).ifPresent(view -> go(console, view));
    grow(stage, window.scene(), state);
    stage.setMaximized(state.maximized());
    console
        .line()
        .welcomeProperty()
        .subscribe(welcome -> welcome.ifPresent(it -> welcomed(stage, it)));
  }

  /// The window grows around its middle, as far as the screen reaches.
  private static void grow(Stage stage, Scene scene, WindowState to) {
    double frameWidth = stage.getWidth() - stage.getScene().getWidth();
    double frameHeight = stage.getHeight() - stage.getScene().getHeight();
    double middleX = stage.getX() + stage.getWidth() / 2;
    double middleY = stage.getY() + stage.getHeight() / 2;
    Rectangle2D screen =
        Screen.getScreensForRectangle(middleX, middleY, 1, 1).stream()
            .findFirst()
            .orElseGet(Screen::getPrimary)
            .getVisualBounds();
    double width = Math.min(to.width() + frameWidth, screen.getWidth());
    double height = Math.min(to.height() + frameHeight, screen.getHeight());
    stage.setScene(scene);
    stage.setWidth(width);
    stage.setHeight(height);
    stage.setX(Math.clamp(middleX - width / 2, screen.getMinX(), screen.getMaxX() - width));
    stage.setY(Math.clamp(middleY - height / 2, screen.getMinY(), screen.getMaxY() - height));
  }

  private static void go(Console console, String view) {
    for (Place place : Place.values()) {
      if (place.name().equals(view)) {
        console.shell().placeProperty().set(place);
      }
    }
  }

  private void welcomed(Stage stage, Welcome welcome) {
    stage.setTitle(welcome.farm() + " - Yardmaster");
    open.ifPresent(it -> keep(it, welcome));
  }

  private void keep(Open attached, Welcome welcome) {
    memory.keep(
        new KnownMaster(
            attached.to().address(),
            welcome.farm(),
            welcome.user(),
            attached.to().fingerprint(),
            Instant.now(),
            attached.console().shell().placeProperty().get().name()));
  }

  private void remember(Stage stage) {
    open.ifPresent(it -> {
      it.console().line().welcomeProperty().get().ifPresent(us -> keep(it, us));
      memory.keep(it.to().address(), it.views());
      boolean maximized = stage.isMaximized();
      WindowState before = memory.window();
      memory.keep(
          new WindowState(
              maximized ? before.width() : stage.getScene().getWidth(),
              maximized ? before.height() : stage.getScene().getHeight(),
              maximized,
              it.window().theme().name()));
    });
  }

  @Override
  public void stop() {
    open.ifPresent(it -> it.window().close());
    if (connector instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception failure) {
        LOG.warn("console: the line did not close well", failure);
      }
    }
  }
}
