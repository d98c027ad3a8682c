package org.yardmaster.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Shelved;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.WaitReason;

/// Wait reasons as people read them, and what is stored of passwords and secrets.
class WordsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final WaitReasonText TEXT = new WaitReasonText(NOON, ZoneId.of("UTC"));

  private static WaitReason busy(String slave) {
    return new WaitReason.SlaveBusy(slave, List.of(new BuildId(7)), NOON.minusSeconds(3_600));
  }

  private static WaitReason lacks(String slave) {
    return new WaitReason.SlaveLacks(slave, Sorted.set(List.of("jdk25")));
  }

  private static WaitReason marked(String slave) {
    return new WaitReason.SlaveOutOfService(
        slave, new OutOfService("bert", NOON, "new disk", Optional.of(NOON.plusSeconds(25_200))));
  }

  @Test
  void whatHoldsTheRequestItselfIsToldAlone() {
    WaitReason held = new WaitReason.Held(new Hold("anna", NOON.minusSeconds(60), "wait for me"));
    assertThat(TEXT.brief(List.of(busy("a"), held))).isEqualTo("held by anna");
    assertThat(TEXT.full(held)).isEqualTo("Held by anna since 11:59 (wait for me).");
  }

  @Test
  void aSingleSlaveIsNamed() {
    assertThat(TEXT.brief(List.of(marked("win-1")))).isEqualTo("win-1 out of service until 19:00");
    assertThat(TEXT.full(marked("win-1")))
        .isEqualTo("Slave win-1 was taken out of service by bert at 12:00 until 19:00 (new disk).");
  }

  @Test
  void manySlavesAreCounted() {
    assertThat(TEXT.brief(List.of(busy("a"), busy("b"), lacks("c")))).isEqualTo("2 slaves busy");
    assertThat(TEXT.brief(List.of(busy("a"), marked("b"), lacks("c"))))
        .isEqualTo("1 slave busy, 1 out of service");
    assertThat(TEXT.brief(List.of(lacks("a"), lacks("b")))).isEqualTo("2 slaves unable");
    assertThat(TEXT.brief(List.of(busy("a"), marked("a"), busy("b")))).isEqualTo("2 slaves busy");
    assertThat(TEXT.brief(List.of())).isEqualTo("may start");
  }

  @Test
  void lostBuildsAreToldWithWhatFollows() {
    Instant later = NOON.plusSeconds(1800);
    Map<WaitReason, List<String>> told = new LinkedHashMap<>();
    told.put(
        new WaitReason.RetryLater(later, 1, 3),
        List.of(
            "tried again at 12:30",
            "Its build was lost for a reason outside it: tried again at 12:30 (lost once, shelved"
                + " after 3 retries)."));
    told.put(
        new WaitReason.OnShelf(new Shelved(NOON, "lost with 2 slaves: a, b")),
        List.of(
            "on the shelf",
            "On the shelf since 12:00: lost with 2 slaves: a, b; it starts again when somebody"
                + " unshelves it."));
    told.put(
        new WaitReason.SlaveBackedOff(
            "a", later, Sorted.set(List.of(new RequestId(3), new RequestId(7)))),
        List.of(
            "a backed off until 12:30",
            "Slave a lost builds of 2 requests in a row (#3, #7) and is left alone until 12:30."));
    told.put(
        new WaitReason.SlaveAvoided("a", later),
        List.of(
            "another slave than a is tried first",
            "The last build was lost on slave a: another may take it until 12:30."));
    assertTold(told);
  }

  @Test
  void locksAreToldWithTheirHolders() {
    WaitReason.LockHolder all =
        new WaitReason.LockHolder(new BuildId(12), Optional.empty(), Optional.empty());
    WaitReason.LockHolder two =
        new WaitReason.LockHolder(new BuildId(13), Optional.of(1), Optional.of(2));
    Map<WaitReason, List<String>> told = new LinkedHashMap<>();
    told.put(
        new WaitReason.LockTaken("database", Optional.empty(), 1, Optional.empty(), List.of(all)),
        List.of(
            "lock database taken by build 12",
            "Lock database is taken by build 12 (all); this wants all, alone."));
    told.put(
        new WaitReason.LockTaken("licence", Optional.of("a"), 5, Optional.of(4), List.of(two, two)),
        List.of(
            "lock licence on a taken by 2 builds",
            "Lock licence on a is taken by build 13 step 2 (2), build 13 step 2 (2); this wants 4"
                + " of 5."));
    told.put(
        new WaitReason.LockReserved("database", Optional.empty(), new RequestId(7)),
        List.of(
            "lock database kept for #7",
            "Lock database is kept for #7, which stands before it and lacks nothing else."));
    assertTold(told);
  }

  private static void assertTold(Map<WaitReason, List<String>> told) {
    assertThat(told)
        .allSatisfy((reason, words) ->
            assertThat(List.of(TEXT.brief(List.of(reason)), TEXT.full(reason))).isEqualTo(words));
  }

  @Test
  void otherDaysAreSaid() {
    assertThat(TEXT.brief(new WaitReason.Scheduled(NOON.plusSeconds(86_400))))
        .isEqualTo("not before Tue 12:00");
    assertThat(TEXT.brief(new WaitReason.Scheduled(NOON.plusSeconds(2_592_000))))
        .isEqualTo("not before 2026-04-01 12:00");
  }

  @Test
  void pausesSayWhoAndWhat() {
    WaitReason farm =
        new WaitReason.Paused(
            new Pause(PauseScope.farm(), "anna", NOON, "power", Optional.empty()));
    assertThat(TEXT.brief(farm)).isEqualTo("farm paused by anna");
    assertThat(TEXT.full(farm)).isEqualTo("The farm is paused by anna since 12:00 (power).");
  }

  @Test
  void absentSlavesSaySinceWhen() {
    assertThat(
            TEXT.full(
                new WaitReason.SlaveNotConnected(
                    "osx-3", new Contact(Contact.State.DOWN, NOON, "s", "1.2.3.4:5", "silent"))))
        .isEqualTo("Slave osx-3 is down since 12:00 (silent).");
    assertThat(
            TEXT.full(
                new WaitReason.SlaveNotConnected(
                    "osx-3", new Contact(Contact.State.ABSENT, NOON, "", "", ""))))
        .isEqualTo("Slave osx-3 has never attached.");
  }

  @Test
  void aPasswordMatchesItsVerifierOnly() {
    String verifier = Passwords.verifier("correct horse");
    assertThat(verifier).startsWith("pbkdf2-sha256$600000$");
    assertThat(Passwords.matches("correct horse", verifier)).isTrue();
    assertThat(Passwords.matches("correct horsf", verifier)).isFalse();
    assertThat(Passwords.verifier("correct horse")).isNotEqualTo(verifier);
    assertThatThrownBy(() -> Passwords.matches("x", "plain"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecretMatchesItsHashOnly() {
    String secret = Secrets.random();
    assertThat(secret).matches("[A-Za-z0-9_-]{43}");
    assertThat(Secrets.random()).isNotEqualTo(secret);
    assertThat(Secrets.matches(secret, Secrets.hash(secret))).isTrue();
    assertThat(Secrets.matches(secret + "x", Secrets.hash(secret))).isFalse();
    assertThat(Secrets.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
