package org.yardmaster.slave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.slave.core.Entry;
import org.yardmaster.slave.core.Memory;
import org.yardmaster.slave.core.Orders;
import org.yardmaster.slave.core.ProcessKey;

final class JournalTest {
  private static final StepResult STEP =
      new StepResult(0, "compile é", StepResult.End.EXITED, 0, Duration.ofMillis(1234), 77, "");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("journal");
  }

  private static List<Entry> someEntries() {
    BuildId one = new BuildId(1);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry.Accepted(Orders.shell(1, "make\nmake test"), 1));
    entries.add(new Entry.ProcessStarted(one, 0, new ProcessKey(4711, 99)));
    entries.add(
        new Entry.Accepted(
            Orders.of(
                2,
                "git builder",
                List.of(
                    Orders.step(
                        "get",
                        new StepAction.GitCheckout("url", Optional.empty(), Optional.of("abc"))),
                    Orders.step("run", new StepAction.Program(List.of("ls", "-l"))))),
            1));
    entries.add(new Entry.StepEnded(one, STEP));
    entries.add(new Entry.Ended(one, new BuildResult(Outcome.SUCCESS, List.of(STEP), "")));
    entries.add(
        new Entry.PresenceSet(Presence.away("lunch", Optional.of(Instant.ofEpochSecond(5)))));
    entries.add(new Entry.LogSynced(one, 0));
    entries.add(new Entry.Recorded(one));
    entries.add(new Entry.Forgotten(one));
    return entries;
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    try (Journal journal = Journal.begin(file(), new Memory())) {
      someEntries().forEach(journal::add);
      journal.sync();
    }
    assertThat(Journal.read(file()).memory()).isEqualTo(Memory.of(someEntries()));
  }

  @Test
  void absentJournalIsAnEmptyMemory() throws IOException {
    assertThat(Journal.read(file()).memory()).isEqualTo(new Memory());
  }

  @Test
  void journalTornAtAnyByteKeepsAllWholeEntries() throws IOException {
    List<Long> ends = new ArrayList<>();
    try (Journal journal = Journal.begin(file(), new Memory())) {
      ends.add(written());
      for (Entry entry : someEntries()) {
        journal.add(entry);
        journal.write();
        ends.add(written());
      }
    }
    byte[] whole = Files.readAllBytes(file());
    for (int length = ends.getFirst().intValue(); length <= whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      int entries = 0;
      while (entries + 1 < ends.size() && ends.get(entries + 1) <= length) {
        entries++;
      }
      assertThat(Journal.read(file()).memory())
          .as("cut at %d", length)
          .isEqualTo(Memory.of(someEntries().subList(0, entries)));
    }
  }

  /// The length of the entries in the file, without the zeros behind them.
  private long written() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    int to = bytes.length;
    while (to > 0 && bytes[to - 1] == 0) {
      to--;
    }
    return to;
  }

  @Test
  void syncedEntriesDoNotChangeTheFilesLength() throws IOException {
    try (Journal journal = Journal.begin(file(), new Memory())) {
      long length = Files.size(file());
      someEntries().forEach(journal::add);
      journal.sync();
      assertThat(Files.size(file())).isEqualTo(length);
      assertThat(Journal.read(file()))
          .isEqualTo(new Journal.Recovered(Memory.of(someEntries()), 0));
    }
  }

  @Test
  void entriesLongerThanWhatWasWrittenAheadAreKept() throws IOException {
    List<Entry> entries = new ArrayList<>(someEntries());
    entries.add(new Entry.PresenceSet(Presence.away("x".repeat(400_000), Optional.empty())));
    entries.addAll(someEntries());
    try (Journal journal = Journal.begin(file(), new Memory())) {
      for (Entry entry : entries) {
        journal.add(entry);
        journal.sync();
      }
      assertThat(Journal.read(file())).isEqualTo(new Journal.Recovered(Memory.of(entries), 0));
    }
  }

  @Test
  void tornEntryBeforeWhatWasWrittenAheadIsCounted() throws IOException {
    try (Journal journal = Journal.begin(file(), new Memory())) {
      someEntries().forEach(journal::add);
      journal.sync();
      byte[] bytes = Files.readAllBytes(file());
      int torn = (int) written() - 5;
      Arrays.fill(bytes, torn, bytes.length, (byte) 0);
      Files.write(file(), bytes);
      List<Entry> whole = someEntries().subList(0, someEntries().size() - 1);
      Journal.Recovered recovered = Journal.read(file());
      assertThat(recovered.memory()).isEqualTo(Memory.of(whole));
      assertThat(recovered.ignoredBytes()).isPositive().isLessThan(100);
    }
  }

  @Test
  void wrongByteIsFoundAndNothingBehindItBelieved() throws IOException {
    try (Journal journal = Journal.begin(file(), new Memory())) {
      someEntries().forEach(journal::add);
      journal.sync();
    }
    byte[] whole = Files.readAllBytes(file());
    List<Memory> prefixes = new ArrayList<>();
    for (int i = 0; i <= someEntries().size(); i++) {
      prefixes.add(Memory.of(someEntries().subList(0, i)));
    }
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] bad = whole.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file(), bad);
      assertThat(prefixes).contains(Journal.read(file()).memory());
    }
  }

  @Test
  void longJournalIsMadeShort() throws IOException {
    Memory memory = new Memory();
    try (Journal journal = Journal.begin(file(), memory)) {
      Presence presence = Presence.away("x".repeat(200_000), Optional.empty());
      for (int i = 0; i < 20; i++) {
        Entry entry = new Entry.PresenceSet(i < 19 ? presence : Presence.accepting());
        memory.apply(entry);
        journal.add(entry);
        journal.sync();
        journal.compact(memory);
        assertThat(Journal.read(file()).memory()).isEqualTo(memory);
      }
      assertThat(Files.size(file())).isLessThan(1_600_000);
    }
  }
}
