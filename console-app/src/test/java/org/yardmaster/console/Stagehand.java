package org.yardmaster.console;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.shell.Console;
import org.yardmaster.console.shell.FrameExecutor;
import org.yardmaster.console.shell.FxLater;
import org.yardmaster.console.theme.Theme;

/// Opens the real window on a farm for a test, waits for it without sleeping, and takes pictures.
public final class Stagehand {
  public final Console console;
  public final ConsoleWindow window;
  public final Stage stage;

  private Stagehand(Console console, ConsoleWindow window, Stage stage) {
    this.console = console;
    this.window = window;
    this.stage = stage;
  }

  /// Opens a window of this size on `master`.
  public static Stagehand open(FakeMaster master, Theme theme, double width, double height) {
    return open(master, new ViewMemory(), theme, width, height);
  }

  /// Opens a window whose views were left so.
  public static Stagehand open(
      FakeMaster master, ViewMemory views, Theme theme, double width, double height) {
    toolkit();
    return onFx(() -> {
      Console console =
          new Console(
              master,
              new FrameExecutor(),
              new FrameExecutor(FrameExecutor.CALM),
              new FxLater(),
              InstantSource.fixed(FakeMaster.NOW),
              ZoneOffset.UTC);
      ConsoleWindow window = new ConsoleWindow(console, views, theme, width, height);
      Stage stage = new Stage();
      stage.setScene(window.scene());
      stage.setX(0);
      stage.setY(0);
      stage.show();
      return new Stagehand(console, window, stage);
    });
  }

  /// Starts the toolkit if it does not run.
  public static void toolkit() {
    try {
      FxToolkit.registerPrimaryStage();
    } catch (TimeoutException late) {
      throw new IllegalStateException("the toolkit did not start", late);
    }
  }

  /// Runs something on the FX thread and waits for it.
  public static <T> T onFx(Callable<T> task) {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, task);
  }

  /// Runs something on the FX thread and waits for it.
  public static void onFx(Runnable task) {
    WaitForAsyncUtils.waitForAsyncFx(30_000, task);
  }

  /// Waits until something holds, looked at on the FX thread once a frame.
  public static void until(String what, BooleanSupplier holds) {
    try {
      WaitForAsyncUtils.waitFor(15, TimeUnit.SECONDS, () -> onFx(holds::getAsBoolean));
    } catch (TimeoutException late) {
      throw new AssertionError("still not so: " + what, late);
    }
  }

  /// Waits for so many frames, so that what was given is seen.
  public void frames(int count) {
    pass(count);
  }

  /// Waits for so many frames.
  public static void pass(int count) {
    CountDownLatch seen = new CountDownLatch(count);
    AnimationTimer timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            seen.countDown();
          }
        };
    Platform.runLater(timer::start);
    try {
      if (!seen.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("no frames");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    } finally {
      Platform.runLater(timer::stop);
    }
  }

  /// Writes what the window shows to `target/screens`, for people to look at; in long tests only.
  public void picture(String name) {
    picture(window.scene(), name);
  }

  /// Writes what a scene shows, in long tests only.
  public static void picture(Scene scene, String name) {
    pass(6);
    if (!Boolean.getBoolean("long")) {
      return;
    }
    WritableImage image = onFx(() -> scene.snapshot(null));
    write(image, Path.of("target", "screens", name + ".png"));
  }

  static void write(WritableImage image, Path file) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
      }
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(copy, "png", file.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public void close() {
    onFx(() -> {
      stage.close();
      window.close();
    });
  }
}
