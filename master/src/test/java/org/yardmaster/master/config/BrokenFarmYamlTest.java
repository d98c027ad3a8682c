package org.yardmaster.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every kind of broken file, with all that is said about it.
final class BrokenFarmYamlTest {

  private static List<String> problems(String text) {
    Checked checked = FarmYaml.check("farm.yaml", text);
    assertThat(checked.config().isEmpty()).isEqualTo(!checked.problems().isEmpty());
    return checked.problems().stream().map(Problem::toString).toList();
  }

  private static List<String> warnings(String text) {
    Checked checked = FarmYaml.check("farm.yaml", text);
    assertThat(checked.problems()).isEmpty();
    return checked.warnings().stream().map(Problem::toString).toList();
  }

  @Test
  void wrongSyntaxIsOneProblemAtItsPlace() {
    assertThat(problems("builders:\n  a: b: c\n"))
        .containsExactly("farm.yaml:2:7: not YAML: mapping values are not allowed here");
    assertThat(problems("builders:\n\ta: {}\n"))
        .containsExactly(
            "farm.yaml:2:1: not YAML: a tab where a word should begin; indent with spaces");
    assertThat(problems("builders: {a: {steps: [*nowhere]}}\n"))
        .containsExactly("farm.yaml:1:24: not YAML: found undefined alias nowhere");
    assertThat(problems("builders: {}\n---\nbuilders: {}\n"))
        .containsExactly(
            "farm.yaml:2:1: not YAML: but found another document (expected a single document in the"
                + " stream)");
  }

  @Test
  void fileWithoutBuildersIsRefused() {
    assertThat(problems("# nothing\n"))
        .containsExactly("farm.yaml: empty; a farm needs 'builders'");
    assertThat(problems("slaves: {a: {}}\n"))
        .containsExactly(
            "farm.yaml:1:1: no 'builders'; write 'builders: {}' if there are none yet");
    assertThat(problems("- builders\n"))
        .containsExactly("farm.yaml:1:1: expected a mapping of keys to values, found a list");
  }

  @Test
  void unknownKeysAreToldWithWhatWasMeant() {
    assertThat(
            problems(
                """
                builders:
                  linux-release:
                    step: [make]
                    max_builds: 2
                    steps:
                      - make
                      - {comand: make, rum: make check}
                      - {command: make, run: make}
                biulders: {}
                slaves:
                  a: {tags: [linux]}
                settings:
                  colour: blue
                """))
        .containsExactly(
            "farm.yaml:3:5: builder linux-release: unknown key 'step'; did you mean 'steps'?",
            "farm.yaml:4:5: builder linux-release: unknown key 'max_builds'; did you mean"
                + " 'max-builds'?",
            "farm.yaml:7:9: builder linux-release: step 2: neither 'run' (a shell command) nor"
                + " 'program' (a list); write one",
            "farm.yaml:7:10: builder linux-release: step 2: unknown key 'comand'; did you mean"
                + " 'run'?",
            "farm.yaml:7:24: builder linux-release: step 2: unknown key 'rum'; did you mean 'run'?",
            "farm.yaml:8:10: builder linux-release: step 3: unknown key 'command'; did you mean"
                + " 'run'?",
            "farm.yaml:9:1: unknown key 'biulders'; did you mean 'builders'?",
            "farm.yaml:11:7: slave a: unknown key 'tags'; did you mean 'capabilities'?",
            "farm.yaml:13:3: settings: unknown key 'colour'; there are: grace, lease, log-limit,"
                + " disk-reserve, aging, retry, back-off, overtakes, standstill, history");
  }

  @Test
  void keysGivenTwiceAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a:
                    steps: [make]
                    priority: 1
                    priority: 2
                  b: {steps: [make], env: {X: 1, X: 2}}
                  a:
                    steps: [make]
                """))
        .containsExactly(
            "farm.yaml:5:5: builder a: key 'priority' for the second time, after line 4; take one"
                + " out",
            "farm.yaml:6:34: builder b: env: key 'X' for the second time, after line 6; take one"
                + " out",
            "farm.yaml:7:3: builders: key 'a' for the second time, after line 2; take one out");
  }

  @Test
  void namesThatCouldLeadAstrayAreRefused() {
    String rule =
        " refused: a name has letters, digits, '.', '_' and '-', begins with a letter or digit, and"
            + " has at most 100 of them";
    String variableRule =
        " refused: the name of a variable has letters, digits and '_', and begins with no digit";
    assertThat(
            problems(
                """
                builders:
                  ../etc: {steps: [make]}
                  b:
                    on: {slaves: [my slave], capabilities: ['']}
                    env: {1A: b, YARD_BUILD: 7}
                    secrets: [a-b]
                    steps: [make]
                slaves:
                  büro: {}
                secrets:
                  MY-KEY: {env: X}
                """))
        .containsExactly(
            "farm.yaml:2:3: builders: '../etc'" + rule,
            "farm.yaml:4:19: builder b: on: slaves: 'my slave'" + rule,
            "farm.yaml:4:45: builder b: on: capabilities: ''" + rule,
            "farm.yaml:5:11: builder b: env: '1A'" + variableRule,
            "farm.yaml:5:18: builder b: env: 'YARD_BUILD' refused: names that begin with YARD_ are"
                + " the farm's own; take another",
            "farm.yaml:6:15: builder b: secrets: 'a-b'" + variableRule,
            "farm.yaml:9:3: slaves: 'büro'" + rule,
            "farm.yaml:11:3: secrets: 'MY-KEY'" + variableRule);
  }

  @Test
  void valuesOfTheWrongKindAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a:
                    description: [x]
                    on: linux
                    priority: high
                    env: [A=b]
                    secrets: TOKEN
                    steps: make
                  b: [make]
                  c: {steps: [{run: [make], even-after-failure: yes}, {program: make}, [make]]}
                slaves: [a]
                """))
        .containsExactly(
            "farm.yaml:3:18: builder a: description: expected text, found a list",
            "farm.yaml:4:9: builder a: on: expected a mapping of keys to values, found the text"
                + " 'linux'",
            "farm.yaml:5:15: builder a: priority: 'high' is not a whole number; write one such as"
                + " 10",
            "farm.yaml:6:10: builder a: env: expected a mapping of keys to values, found a list",
            "farm.yaml:7:14: builder a: secrets: expected a list, found the text 'TOKEN'; write"
                + " [TOKEN]",
            "farm.yaml:8:12: builder a: steps: expected a list, found the text 'make'; write"
                + " [make]",
            "farm.yaml:9:6: builder b: expected a mapping of keys to values, found a list",
            "farm.yaml:10:21: builder c: step 1: run: expected text, found a list",
            "farm.yaml:10:49: builder c: step 1: even-after-failure: 'yes' is neither true nor"
                + " false; write one of them",
            "farm.yaml:10:65: builder c: step 2: program: expected a list, found the text 'make';"
                + " write [make]",
            "farm.yaml:10:72: builder c: step 3: expected a mapping of keys to values, found a"
                + " list",
            "farm.yaml:11:9: slaves: expected a mapping of keys to values, found a list");
  }

  @Test
  void durationsSizesAndCountsOutOfRangeAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a:
                    max-builds: 0
                    timeout: 20
                    no-output-timeout: 0s
                    steps: [{run: make, timeout: 1h 20}]
                slaves:
                  s: {max-builds: -1}
                settings:
                  grace: 2h
                  log-limit: 200
                  disk-reserve: 1 KB
                """))
        .containsExactly(
            "farm.yaml:3:17: builder a: max-builds: 0 is too few; write 1 or more",
            "farm.yaml:4:14: builder a: timeout: '20' is not a duration; write one such as 90s, 20m"
                + " or 1h30m",
            "farm.yaml:5:24: builder a: no-output-timeout: 0 is no duration; write at least 1s",
            "farm.yaml:6:34: builder a: step 1: timeout: '1h 20' is not a duration; write one such"
                + " as 90s, 20m or 1h30m",
            "farm.yaml:8:19: slave s: max-builds: -1 is too few; write 1 or more",
            "farm.yaml:10:10: settings: lease 40m is shorter than grace 2h: builds would stop"
                + " before their slave counts as down; write a lease of 2h or more",
            "farm.yaml:11:14: settings: log-limit: '200' is not a size; write one such as 200 MB",
            "farm.yaml:12:17: settings: disk-reserve: '1 KB' is too small; write 1 MB or more");
  }

  @Test
  void buildersWithoutStepsAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a:
                  b: {description: x}
                  c: {steps: []}
                  d:
                    steps:
                  e: {steps: ['', {run: ' '}, {program: []}, {program: ['']}, {}, ~]}
                  f: {steps: [{run: make, program: [make]}], source: {branch: main}}
                """))
        .containsExactly(
            "farm.yaml:2:3: builder a: nothing in it; write at least 'steps'",
            "farm.yaml:3:3: builder b: no 'steps'; write at least one",
            "farm.yaml:4:14: builder c: steps: an empty list; write at least one step",
            "farm.yaml:5:3: builder d: no 'steps'; write at least one",
            "farm.yaml:7:15: builder e: step 1: empty; write a shell command, or take it out",
            "farm.yaml:7:25: builder e: step 2: run: empty; write a shell command, or take it out",
            "farm.yaml:7:41: builder e: step 3: program: an empty list; write the program and its"
                + " arguments",
            "farm.yaml:7:57: builder e: step 4: program: the program's name is empty; write it as"
                + " the first of the list",
            "farm.yaml:7:63: builder e: step 5: neither 'run' (a shell command) nor 'program' (a"
                + " list); write one",
            "farm.yaml:7:67: builder e: step 6: empty; write a shell command, or take it out",
            "farm.yaml:8:15: builder f: step 1: both 'run' and 'program'; a step has one of them",
            "farm.yaml:8:54: builder f: source: no 'git'; write the URL of the repository there");
  }

  @Test
  void workdirsOutsideTheWorkspaceAreRefused() {
    Stream<String> dirs =
        Stream.of("/tmp", "C:\\\\x", "\\\\x", "~/x", "..", "a/../../b", "a\\\\..\\\\b");
    StringBuilder steps = new StringBuilder("builders:\n  a:\n    steps:\n");
    dirs.forEach(dir -> steps.append("    - {run: x, workdir: \"" + dir + "\"}\n"));
    steps.append("    - {run: x, workdir: a..b/..c}\n");
    String absolute = " is absolute; write a folder inside the workspace";
    String out = " leads out of the workspace; write a folder inside the workspace";
    assertThat(problems(steps.toString()))
        .containsExactly(
            "farm.yaml:4:25: builder a: step 1: workdir: '/tmp'" + absolute,
            "farm.yaml:5:25: builder a: step 2: workdir: 'C:\\x'" + absolute,
            "farm.yaml:6:25: builder a: step 3: workdir: '\\x'" + absolute,
            "farm.yaml:7:25: builder a: step 4: workdir: '~/x'" + absolute,
            "farm.yaml:8:25: builder a: step 5: workdir: '..'" + out,
            "farm.yaml:9:25: builder a: step 6: workdir: 'a/../../b'" + out,
            "farm.yaml:10:25: builder a: step 7: workdir: 'a\\..\\b'" + out);
  }

  @Test
  void secretsThatNobodyKeepsAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a: {secrets: [TOKNE, OTHER, KEY, KEY], steps: [make]}
                  b: {secrets: [TOKEN], env: {TOKEN: x}, steps: [make]}
                secrets:
                  TOKEN: {file: x, env: Y}
                  KEY:
                  PIN: {}
                  KEY2: 1234
                  KEY3: {env: a b}
                """))
        .containsExactly(
            "farm.yaml:2:17: builder a: secrets: unknown secret 'TOKNE'; did you mean 'TOKEN'?",
            "farm.yaml:2:24: builder a: secrets: unknown secret 'OTHER'; there are: KEY, KEY2,"
                + " KEY3, PIN, TOKEN",
            "farm.yaml:2:36: builder a: secrets: 'KEY' for the second time; take one out",
            "farm.yaml:3:30: builder b: env: 'TOKEN' is also a secret of this builder; take one of"
                + " them out",
            "farm.yaml:5:10: secret TOKEN: both 'file' and 'env'; write one of 'file: PATH' or"
                + " 'env: VARIABLE'",
            "farm.yaml:6:3: secret KEY: no source; write 'file: PATH' or 'env: VARIABLE'",
            "farm.yaml:7:8: secret PIN: neither 'file' nor 'env'; write one of 'file: PATH' or"
                + " 'env: VARIABLE'",
            "farm.yaml:8:3: secret KEY2: no source; write 'file: PATH' or 'env: VARIABLE'",
            "farm.yaml:9:15: secret KEY3: env: 'a b' refused: the name of a variable has letters,"
                + " digits and '_', and begins with no digit");
  }

  @Test
  void sourcesThatGitWouldTakeForOptionsAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a:
                    source: {git: --upload-pack=x, branch: a b, revision: ''}
                    steps: [make]
                """))
        .containsExactly(
            "farm.yaml:3:19: builder a: source: git: '--upload-pack=x' refused: no blanks, and no"
                + " '-' at the beginning",
            "farm.yaml:3:44: builder a: source: branch: 'a b' refused: no blanks, and no '-' at the"
                + " beginning",
            "farm.yaml:3:59: builder a: source: revision: '' is not one line of text");
  }

  @Test
  void builderThatNobodyCanRunIsWarnedOf() {
    assertThat(
            warnings(
                """
                builders:
                  a: {on: {slaves: [osx3, far-away]}, steps: [make]}
                  b: {on: {capabilities: [linux, docker]}, steps: [make]}
                  c: {on: {slaves: [osx-3], capabilities: [linux]}, steps: [make]}
                  d: {on: {capabilities: [osx]}, steps: [make]}
                slaves:
                  osx-3: {capabilities: [osx]}
                  rack-1: {capabilities: [linux]}
                """))
        .containsExactly(
            "farm.yaml:2:21: builder a: on: slaves: this file has no slave 'osx3'; did you mean"
                + " 'osx-3'?",
            "farm.yaml:2:27: builder a: on: slaves: this file has no slave 'far-away'; right only"
                + " if it was added by 'yardmaster slave add'",
            "farm.yaml:3:3: builder b: no slave of this file can run it: none has docker and linux",
            "farm.yaml:4:3: builder c: no slave of this file can run it: none among those it names"
                + " has linux");
    assertThat(warnings("builders: {a: {on: {capabilities: [x]}, steps: [make]}}")).isEmpty();
  }

  @Test
  void doubtfulThingsAreWarnedOf() {
    assertThat(
            warnings(
                """
                builders:
                  a:
                    source: {git: 'https://me:secret@git.example.org/x.git'}
                    steps:
                      - {run: make, timeout: 1m, no-output-timeout: 5m}
                """))
        .containsExactly(
            "farm.yaml:3:19: builder a: source: git: holds a password that all the farm's people"
                + " can read",
            "farm.yaml:5:53: builder a: step 1: no-output-timeout: never reached: 'timeout' of this"
                + " step is not longer");
  }
}
