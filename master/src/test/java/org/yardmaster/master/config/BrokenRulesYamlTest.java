package org.yardmaster.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What can be wrong with locks, schedules, alerts, and the rules for lost builds.
final class BrokenRulesYamlTest {
  private static final String NAME_RULE =
      " refused: a name has letters, digits, '.', '_' and '-', begins with a letter or digit, and"
          + " has at most 100 of them";

  private static List<String> problems(String text) {
    Checked checked = FarmYaml.check("farm.yaml", text);
    assertThat(checked.config().isEmpty()).isEqualTo(!checked.problems().isEmpty());
    return checked.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void locksThatCannotBeAreRefused() {
    assertThat(
            problems(
                """
                builders: {}
                locks:
                  a b:
                  c: {capacity: 0}
                  d: {per: host, capacity: many}
                  e: {scope: slave}
                  f: 3
                  d: {}
                """))
        .containsExactly(
            "farm.yaml:3:3: locks: 'a b'" + NAME_RULE,
            "farm.yaml:4:17: lock c: capacity: 0 is too few; write 1 or more",
            "farm.yaml:5:12: lock d: per: 'host' is neither farm nor slave; write one of them",
            "farm.yaml:5:28: lock d: capacity: 'many' is not a whole number; write one such as 10",
            "farm.yaml:6:7: lock e: unknown key 'scope'; did you mean 'per'?",
            "farm.yaml:7:6: lock f: expected a mapping of keys to values, found the text '3'",
            "farm.yaml:8:3: locks: key 'd' for the second time, after line 5; take one out");
    assertThat(problems("builders: {}\nlocks: [a]\n"))
        .containsExactly(
            "farm.yaml:2:8: locks: expected a mapping of keys to values, found a list");
  }

  @Test
  void locksThatNobodyHasOrNotSoMuchOfAreRefused() {
    assertThat(
            problems(
                """
                builders:
                  a:
                    locks: [databse, other, {name: licence, count: 6}, licence]
                    ride-along: maybe
                    steps:
                      - run: make
                        locks:
                          - {count: 2}
                          - {name: licence, cuont: 1}
                          - {name: printer, count: 0}
                          - {name: database, count: 2}
                          - a b
                          - [printer]
                  b: {locks: licence, steps: [make]}
                locks:
                  database:
                  licence: {capacity: 5}
                  printer: {capacity: 2}
                """))
        .containsExactly(
            "farm.yaml:3:13: builder a: locks: unknown lock 'databse'; did you mean 'database'?",
            "farm.yaml:3:22: builder a: locks: unknown lock 'other'; there are: database, licence,"
                + " printer",
            "farm.yaml:3:52: builder a: locks: count: 6 is more than lock licence has; write 5 or"
                + " less",
            "farm.yaml:3:56: builder a: locks: 'licence' for the second time; take one out",
            "farm.yaml:4:17: builder a: ride-along: 'maybe' is neither true nor false; write one of"
                + " them",
            "farm.yaml:8:13: builder a: step 1: locks: no 'name'; write which lock",
            "farm.yaml:9:20: builder a: step 1: locks: the builder holds 'licence' already; take"
                + " one out",
            "farm.yaml:9:29: builder a: step 1: locks: unknown key 'cuont'; did you mean 'count'?",
            "farm.yaml:10:36: builder a: step 1: locks: count: 0 is too few; write 1 or more",
            "farm.yaml:11:20: builder a: step 1: locks: lock 'database' stands before 'licence',"
                + " which the builder holds; write it behind that in the file's 'locks'",
            "farm.yaml:11:37: builder a: step 1: locks: count: 2 is more than lock database has;"
                + " write 1 or less",
            "farm.yaml:12:13: builder a: step 1: locks: 'a b'" + NAME_RULE,
            "farm.yaml:13:13: builder a: step 1: locks: expected a mapping of keys to values, found"
                + " a list",
            "farm.yaml:14:14: builder b: locks: expected a list, found the text 'licence'; write"
                + " [licence]");
    assertThat(problems("builders: {a: {locks: [x], steps: [make]}}\n"))
        .containsExactly("farm.yaml:1:24: builder a: locks: unknown lock 'x'; there are none");
  }

  @Test
  void stepsAskForLocksInTheOrderOfTheFileOnly() {
    assertThat(
            problems(
                """
                builders:
                  a:
                    locks: [c, a]
                    steps:
                      - {run: make, locks: [d]}
                      - {run: make, locks: [b, a]}
                  b: {steps: [{run: make, locks: [d, a]}, {run: make, locks: [b]}]}
                locks: {a: , b: , c: , d: }
                """))
        .containsExactly(
            "farm.yaml:6:29: builder a: step 2: locks: lock 'b' stands before 'c', which the"
                + " builder holds; write it behind that in the file's 'locks'",
            "farm.yaml:6:32: builder a: step 2: locks: the builder holds 'a' already; take one"
                + " out");
  }

  @Test
  void schedulesThatSubmitNothingAreRefused() {
    assertThat(
            problems(
                """
                builders: {nightly-build: {steps: [make]}}
                schedules:
                  a:
                  b: {}
                  c: {builder: nightly-biuld, times: '30 2 * *', zone: Europe/Berln}
                  d: {builder: other, times: '60 2 * * *', zone: here, priority: high}
                  e: {builder: nightly-build, times: '0 0 30 feb *', zone: UTC, properties: [x]}
                  f: {builder: [x], cron: '0 0 * * *', timezone: UTC}
                  g: nightly
                  h: {builder: nightly-build, times: '0 0 * * *', zone: UTC, properties: {build: x}}
                """))
        .containsExactly(
            "farm.yaml:3:3: schedule a: nothing in it; write at least 'builder', 'times' and"
                + " 'zone'",
            "farm.yaml:4:3: schedule b: no 'builder'; write which builder is to build",
            "farm.yaml:4:3: schedule b: no 'times'; write minute, hour, day, month and weekday, as"
                + " '30 2 * * mon-fri'",
            "farm.yaml:4:3: schedule b: no 'zone'; write whose clock its times go by, as"
                + " Europe/Berlin or UTC",
            "farm.yaml:5:16: schedule c: builder: unknown builder 'nightly-biuld'; did you mean"
                + " 'nightly-build'?",
            "farm.yaml:5:38: schedule c: times '30 2 * *': not five fields; write minute, hour,"
                + " day, month and weekday, as '30 2 * * *'",
            "farm.yaml:5:56: schedule c: zone: unknown time zone 'Europe/Berln'; did you mean"
                + " 'Europe/Berlin'?",
            "farm.yaml:6:16: schedule d: builder: unknown builder 'other'; there are:"
                + " nightly-build",
            "farm.yaml:6:30: schedule d: minute '60': not within 0 to 59, or no such form",
            "farm.yaml:6:50: schedule d: zone: unknown time zone 'here'; write one such as"
                + " Europe/Berlin or UTC",
            "farm.yaml:6:66: schedule d: priority: 'high' is not a whole number; write one such as"
                + " 10",
            "farm.yaml:7:38: schedule e: times: '0 0 30 feb *' never comes; no such month has that"
                + " day",
            "farm.yaml:7:77: schedule e: properties: expected a mapping of keys to values, found a"
                + " list",
            "farm.yaml:8:3: schedule f: no 'times'; write minute, hour, day, month and weekday, as"
                + " '30 2 * * mon-fri'",
            "farm.yaml:8:3: schedule f: no 'zone'; write whose clock its times go by, as"
                + " Europe/Berlin or UTC",
            "farm.yaml:8:16: schedule f: builder: expected text, found a list",
            "farm.yaml:8:21: schedule f: unknown key 'cron'; did you mean 'times'?",
            "farm.yaml:8:40: schedule f: unknown key 'timezone'; did you mean 'zone'?",
            "farm.yaml:9:6: schedule g: expected a mapping of keys to values, found the text"
                + " 'nightly'",
            "farm.yaml:10:74: schedule h: properties: YARD_BUILD tells the steps something else;"
                + " name build otherwise");
  }

  @Test
  void alertsThatReachNobodyAreRefused() {
    assertThat(
            problems(
                """
                builders: {}
                alerts:
                  a:
                  b: {on: [host-dwon, fire, host-down, host-down]}
                  c: {program: [x], url: 'http://example.org'}
                  d: {url: 'ftp://example.org'}
                  e: {url: example.org/hook}
                  f: {url: 'http://', on: []}
                  g: {program: []}
                  h: {program: page, on: host-down}
                  i: {webhook: 'https://example.org'}
                """))
        .containsExactly(
            "farm.yaml:3:3: alert a: nothing in it; write 'program' or 'url'",
            "farm.yaml:4:6: alert b: neither 'program' nor 'url'; write one of them",
            "farm.yaml:4:12: alert b: on: unknown incident 'host-dwon'; did you mean 'host-down'?",
            "farm.yaml:4:23: alert b: on: unknown incident 'fire'; there are: host-down,"
                + " request-shelved, slave-backed-off, queue-not-moving, disk-reserve",
            "farm.yaml:4:40: alert b: on: 'host-down' for the second time; take one out",
            "farm.yaml:5:6: alert c: both 'program' and 'url'; write one of them",
            "farm.yaml:6:12: alert d: url: 'ftp://example.org' refused: write http://... or"
                + " https://...",
            "farm.yaml:7:12: alert e: url: 'example.org/hook' refused: write http://... or"
                + " https://...",
            "farm.yaml:8:12: alert f: url: 'http://' refused: write http://... or https://...",
            "farm.yaml:8:27: alert f: on: an empty list; write host-down, request-shelved,"
                + " slave-backed-off, queue-not-moving, disk-reserve, or leave 'on' out",
            "farm.yaml:9:16: alert g: program: an empty list; write the program and its arguments",
            "farm.yaml:10:16: alert h: program: expected a list, found the text 'page'; write"
                + " [page]",
            "farm.yaml:10:26: alert h: on: expected a list, found the text 'host-down'; write"
                + " [host-down]",
            "farm.yaml:11:6: alert i: neither 'program' nor 'url'; write one of them",
            "farm.yaml:11:7: alert i: unknown key 'webhook'; did you mean 'url'?");
  }

  @Test
  void rulesOutOfRangeAreRefused() {
    assertThat(
            problems(
                """
                builders: {}
                settings:
                  aging: 31d
                  retry: {delay: soon, other-slave: -1m, most: 0, slaves: none}
                  back-off: {losses: 0, first: 1h, most: 10m}
                  overtakes: -1
                  standstill: 0s
                  history: {age: 0d, count: 0}
                """))
        .containsExactly(
            "farm.yaml:3:10: settings: aging: 31d is too long for one point of priority; write 30d"
                + " or less",
            "farm.yaml:4:18: settings: retry: delay: 'soon' is not a duration; write one such as"
                + " 90s, 20m or 1h30m",
            "farm.yaml:4:37: settings: retry: other-slave: '-1m' is not a duration; write one such"
                + " as 90s, 20m or 1h30m",
            "farm.yaml:4:48: settings: retry: most: 0 is too few; write 1 or more",
            "farm.yaml:4:59: settings: retry: slaves: 'none' is not a whole number; write one such"
                + " as 10",
            "farm.yaml:5:22: settings: back-off: losses: 0 is too few; write 1 or more",
            "farm.yaml:5:42: settings: back-off: most 10m is shorter than first 1h; write 1h or"
                + " more",
            "farm.yaml:6:14: settings: overtakes: -1 is too few; write 0 or more",
            "farm.yaml:7:15: settings: standstill: 0 is no duration; write at least 1s",
            "farm.yaml:8:18: settings: history: age: 0 is no duration; write at least 1s",
            "farm.yaml:8:29: settings: history: count: 0 is too few; write 1 or more");
    assertThat(problems("builders: {}\nsettings: {aging: 0s, retry: 3}\n"))
        .containsExactly(
            "farm.yaml:2:19: settings: aging: 0 is no duration; write at least 1s",
            "farm.yaml:2:30: settings: retry: expected a mapping of keys to values, found the text"
                + " '3'");
  }
}
