package org.yardmaster.slave.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yardmaster.protocol.log.LogLine;

/// What every way to start a program promises.
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class LauncherTest {
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final Duration GRACE = Duration.ofMillis(200);
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path folder;

  static Stream<Launcher> launchers() {
    return Stream.of(new JavaLauncher(THREADS), Launcher.ofThisMachine(THREADS)).distinct();
  }

  @AfterAll
  static void end() {
    THREADS.shutdownNow();
  }

  /// What a program printed, and how it ended.
  private record Ran(int code, String out, String err) {}

  private static final class Printed implements Child.Output {
    private final Map<LogLine.Source, ByteArrayOutputStream> streams =
        new EnumMap<>(LogLine.Source.class);

    @Override
    public synchronized void take(LogLine.Source source, byte[] bytes, int length) {
      streams.computeIfAbsent(source, _ -> new ByteArrayOutputStream()).write(bytes, 0, length);
    }

    synchronized String of(LogLine.Source source) {
      ByteArrayOutputStream stream = streams.get(source);
      return stream == null ? "" : stream.toString(StandardCharsets.UTF_8);
    }
  }

  private Ran run(Launcher launcher, Map<String, String> environment, String... argv)
      throws Exception {
    Printed printed = new Printed();
    try (Child child = launcher.start(List.of(argv), environment, folder)) {
      int code = child.await(printed);
      assertThat(child.takeRest(printed, () -> true, Duration.ofSeconds(10))).isTrue();
      return new Ran(code, printed.of(LogLine.Source.STDOUT), printed.of(LogLine.Source.STDERR));
    }
  }

  private Ran shell(Launcher launcher, String script) throws Exception {
    return run(launcher, PATH, "/bin/sh", "-c", script);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void eachStreamIsTakenWhole(Launcher launcher) throws Exception {
    Ran ran = shell(launcher, "seq 1 30000; seq 1 20000 >&2; printf end");
    assertThat(ran.out()).startsWith("1\n2\n").endsWith("30000\nend").hasSize(168_897);
    assertThat(ran.err()).startsWith("1\n2\n").endsWith("20000\n").hasSize(108_894);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void exitCodeIsTheShellsWayToTellIt(Launcher launcher) throws Exception {
    assertThat(shell(launcher, "exit 0").code()).isZero();
    assertThat(shell(launcher, "exit 255").code()).isEqualTo(255);
    assertThat(shell(launcher, "kill -TERM $$").code()).isEqualTo(128 + 15);
    assertThat(shell(launcher, "kill -KILL $$").code()).isEqualTo(128 + 9);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void environmentAndFolderAreWhatWasAskedFor(Launcher launcher) throws Exception {
    Ran ran = run(launcher, Map.of("A", "1 = 2\n3", "B", ""), "/usr/bin/env", "-0");
    assertThat(ran.out().split("\0")).containsExactlyInAnyOrder("A=1 = 2\n3", "B=");
    assertThat(shell(launcher, "pwd -P").out().strip()).isEqualTo(folder.toRealPath().toString());
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void argumentsArriveAsTheyAre(Launcher launcher) throws Exception {
    Ran ran = run(launcher, PATH, "printf", "%s|", "a b", "", "'$x'");
    assertThat(ran).isEqualTo(new Ran(0, "a b||'$x'|", ""));
  }

  /// A service has no locale.
  @EnabledOnOs(OS.LINUX)
  @Test
  void whatIsNotAsciiArrivesInEveryLocale() throws Exception {
    Launcher launcher = Launcher.ofThisMachine(THREADS);
    assertThat(run(launcher, Map.of("A", "Zürich"), "/usr/bin/env").out()).isEqualTo("A=Zürich\n");
    assertThat(shell(launcher, "echo Łódź").out()).isEqualTo("Łódź\n");
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void thereIsNothingToRead(Launcher launcher) throws Exception {
    assertThat(run(launcher, PATH, "cat")).isEqualTo(new Ran(0, "", ""));
  }

  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @MethodSource("launchers")
  void noFileOfTheSlaveIsOpen(Launcher launcher) throws Exception {
    try (var _ = Files.newInputStream(Files.createFile(folder.resolve("secret")))) {
      Ran ran = shell(launcher, "for f in /proc/$$/fd/*; do [ -e $f ] && echo ${f##*/}; done");
      assertThat(ran.out()).isEqualTo("0\n1\n2\n");
    }
  }

  /// The threads of Java block some.
  @EnabledOnOs(OS.LINUX)
  @Test
  void noSignalIsBlocked() throws Exception {
    Ran ran = run(Launcher.ofThisMachine(THREADS), PATH, "grep", "SigBlk", "/proc/self/status");
    assertThat(ran.out()).isEqualTo("SigBlk:\t0000000000000000\n");
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void scriptWithoutAFirstLineForItsShellRuns(Launcher launcher) throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, "echo ran $1\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(run(launcher, PATH, script.toString(), "it").out()).isEqualTo("ran it\n");
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void whyItCannotBeStartedIsTold(Launcher launcher) {
    assertThatThrownBy(() -> run(launcher, PATH, "no-such-program", "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-program")
        .hasMessageContaining("No such file or directory");
    assertThatThrownBy(() -> run(launcher, PATH, folder.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Permission denied");
    assertThatThrownBy(() -> launcher.start(List.of("true"), PATH, folder.resolve("gone")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
    assertThatThrownBy(() -> run(launcher, PATH, "true", "a\0b")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void childIsSeenAndEndedByItsHandle(Launcher launcher) throws Exception {
    try (Child child = launcher.start(List.of("sleep", "1000"), PATH, folder)) {
      assertThat(child.handle().isAlive()).isTrue();
      Future<?> ending = THREADS.submit(() -> child.handle().destroy());
      assertThat(child.await(new Printed())).isEqualTo(128 + 15);
      ending.get();
      assertThat(ProcessHandle.of(child.handle().pid())).isEmpty();
    }
  }

  /// Java closes the pipes as soon as the child itself has ended.
  @EnabledOnOs(OS.LINUX)
  @Test
  void whatItsChildrenPrintIsTakenUntilTheyAreGone() throws Exception {
    Launcher launcher = Launcher.ofThisMachine(THREADS);
    Printed printed = new Printed();
    String script =
        "(trap 'echo late; exit' TERM; echo up; while :; do sleep 0.01; done) & echo child $!";
    Child.Output output =
        (source, bytes, length) -> {
          printed.take(source, bytes, length);
          String text = printed.of(source);
          if (text.contains("up\n") && text.contains("child ") && !text.contains("late")) {
            var _ = handle(text.replaceFirst("(?s).*child (\\d+)\n.*", "$1")).destroy();
          }
        };
    try (Child child = launcher.start(List.of("/bin/sh", "-c", script), PATH, folder)) {
      assertThat(child.await(output)).isZero();
      BooleanSupplier over = () -> printed.of(LogLine.Source.STDOUT).endsWith("late\n");
      assertThat(child.takeRest(output, over, Duration.ofSeconds(20))).isTrue();
    }
    assertThat(printed.of(LogLine.Source.STDOUT)).endsWith("late\n");
  }

  private static ProcessHandle handle(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void outputThatSomebodyHoldsIsGivenUpAfterAGrace(Launcher launcher) throws Exception {
    Printed printed = new Printed();
    String script = "echo before; sleep 1000 & echo $!";
    try (Child child = launcher.start(List.of("/bin/sh", "-c", script), PATH, folder)) {
      assertThat(child.await(printed)).isZero();
      child.takeRest(printed, () -> true, GRACE);
    }
    String[] lines = printed.of(LogLine.Source.STDOUT).split("\n");
    assertThat(lines[0]).isEqualTo("before");
    handle(lines[1]).destroyForcibly();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void manyAtOnceKeepTheirOutputApart(Launcher launcher) throws Exception {
    List<Future<Ran>> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int number = i;
      all.add(THREADS.submit(() -> shell(launcher, "echo " + number + "; exit " + number)));
    }
    for (int i = 0; i < 64; i++) {
      assertThat(all.get(i).get()).isEqualTo(new Ran(i, i + "\n", ""));
    }
  }
}
