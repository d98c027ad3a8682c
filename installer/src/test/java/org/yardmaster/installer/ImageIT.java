package org.yardmaster.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ImageIT {
  private static final String FARM =
      """
      builders:
        numbers:
          steps:
            - i=0; while [ $i -lt 500 ]; do i=$((i+1)); echo "line $i"; done
        broken:
          steps: ["false"]
      """;

  @TempDir private Path folder;

  @Test
  void buildsOnAMachineWithoutJava() throws Exception {
    try (TryOut farm = new TryOut(folder, FARM)) {
      farm.startMaster();
      farm.join("rack", "127.0.0.1");

      String waited = farm.yardmaster("submit", "numbers", "--wait");

      assertThat(waited).contains("#1 numbers: SUCCESS on rack");
      assertThat(farm.yardmaster("log", "1").lines())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 500).mapToObj(i -> "line " + i).toList());
    }
  }

  @Test
  void failedBuildIsAnExitCodeForScripts() throws Exception {
    try (TryOut farm = new TryOut(folder, FARM)) {
      farm.startMaster();
      farm.join("rack", "127.0.0.1");

      Product.Ended ended =
          farm.product.run("yardmaster", "submit", "broken", "--wait", "--data=" + farm.data);

      assertThat(ended.exit()).isEqualTo(6);
      assertThat(ended.out()).contains("FAILURE");
    }
  }

  @Test
  void launchersFollowLinksIntoFoldersWithSpaces() throws Exception {
    Product product = new Product(folder);
    Path spaced = Files.createDirectories(folder.resolve("my own programs"));
    Path first = Files.createSymbolicLink(spaced.resolve("yardmaster image"), Product.IMAGE);

    for (String name : List.of("yardmaster", "yardmaster-slave")) {
      Path link =
          Files.createSymbolicLink(spaced.resolve(name), first.resolve("bin").resolve(name));

      Product.Ended ended = product.run(product.program(link, "--version"));

      assertThat(ended.exit()).as(ended.toString()).isZero();
      assertThat(ended.out()).matches(name + " \\d+\\.\\d+\\.\\d+\\S*\\n");
    }
  }

  /// The image was rehearsed at another place. Told to insist, Java does not start without.
  @Test
  void startsFromWhatJavaRemembersAtAnotherPlace() throws Exception {
    Product product = new Product(folder);
    for (List<String> typed : List.of(List.of("master", "--version"), List.of("--version"))) {
      ProcessBuilder program = product.program("yardmaster", typed.toArray(String[]::new));
      program.environment().put("YARDMASTER_JAVA_OPTS", "-XX:AOTMode=on");

      Product.Ended ended = product.run(program);

      assertThat(ended.exit()).as(ended.toString()).isZero();
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void printsNothingButItsAnswer() throws Exception {
    Product product = new Product(folder);

    Product.Ended ended = product.run("yardmaster", "queue", "--data=" + folder.resolve("none"));

    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("there is no such folder").hasLineCount(1);
  }

  @Test
  void everyJarIsThereOnce() throws IOException {
    try (Stream<Path> files = Files.list(Product.IMAGE.resolve("lib"))) {
      List<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".jar"))
              .map(name -> name.replaceFirst("-\\d[\\w.]*(-SNAPSHOT)?", ""))
              .toList();

      assertThat(names).doesNotHaveDuplicates().contains("yardmaster.jar", "hsqldb");
    }
  }

  @Test
  void serviceUnitsPassSystemdsOwnChecker() throws Exception {
    Path checker = Path.of("/usr/bin/systemd-analyze");
    assumeTrue(Files.isExecutable(checker), "no systemd-analyze here");
    Product product = new Product(folder);

    for (String name : List.of("yardmaster.service", "yardmaster-slave.service")) {
      String unit = Files.readString(Product.IMAGE.resolve("share/systemd").resolve(name));
      Path here = folder.resolve(name);
      Files.writeString(here, unit.replace("/opt/yardmaster", Product.IMAGE.toString()));

      Product.Ended ended =
          product.run(product.program(checker, "verify", "--man=no", here.toString()));

      assertThat(ended.exit()).as(ended.toString()).isZero();
      assertThat(ended.err()).doesNotContain(name);
    }
  }
}
