package org.yardmaster.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.model.WaitReason;

/// The one form of records, as text.
class RecordsTest {

  @Test
  void aRecordOfAFamilyCarriesItsName() {
    Command command =
        new Command.Move(
            List.of(new RequestId(3), new RequestId(4)), Command.Side.BEFORE, new RequestId(1));
    String json = Records.toJson(command);
    assertThat(json)
        .isEqualTo(
            """
            {"type":"Move","requests":[3,4],"side":"BEFORE","anchor":1}\
            """);
    assertThat(Records.fromJson(json, Command.class)).isEqualTo(command);
    assertThat(Records.fromJson(json, Command.Move.class)).isEqualTo(command);
  }

  @Test
  void idsAreNumbersAlsoAsKeys() {
    TreeMap<RequestId, List<WaitReason>> reasons = new TreeMap<>();
    reasons.put(
        new RequestId(12),
        List.of(new WaitReason.Held(new Hold("anna", Instant.ofEpochMilli(1_000), "later"))));
    Reply reply = new Reply.Explained(reasons);
    String json = Records.toJson(reply);
    assertThat(json)
        .isEqualTo(
            """
            {"type":"Explained","reasons":{"12":[{"type":"Held","hold":{"by":"anna","at":1000,"reason":"later"}}]}}\
            """);
    assertThat(Records.fromJson(json, Reply.class)).isEqualTo(reply);
  }

  @Test
  void timesAreMillisecondsAndPlacesText() {
    assertThat(
            Records.toJson(
                new StepResult(0, "t", StepResult.End.EXITED, 1, Duration.ofMillis(1_500), 7, "")))
        .contains("\"ran\":1500");
    assertThat(Records.toJson(Place.ofNumber(5))).isEqualTo("\"100000005V\"");
    assertThat(Records.fromJson("\"100000005V\"", Place.class)).isEqualTo(Place.ofNumber(5));
  }

  @Test
  void emptyAndMissingReadAsEmpty() {
    assertThat(Records.toJson(new Command.Undo(Optional.empty())))
        .isEqualTo("{\"type\":\"Undo\",\"command\":null}");
    assertThat(Records.fromJson("{\"type\":\"Undo\",\"command\":null}", Command.class))
        .isEqualTo(new Command.Undo(Optional.empty()));
    assertThat(Records.fromJson("{\"type\":\"Undo\"}", Command.class))
        .isEqualTo(new Command.Undo(Optional.empty()));
    assertThat(Records.fromJson("{\"type\":\"Cancel\",\"reason\":\"\"}", Command.class))
        .isEqualTo(new Command.Cancel(List.of(), ""));
    assertThat(Records.fromJson("{\"type\":\"History\",\"limit\":3}", Query.class))
        .isEqualTo(new Query.History(Optional.empty(), Optional.empty(), OptionalLong.empty(), 3));
    assertThat(
            Records.fromJson(
                "{\"type\":\"Login\",\"version\":1,\"user\":\"u\",\"credential\":\"c\",\"token\":false}",
                ConsoleFrame.class))
        .isEqualTo(new ConsoleFrame.Login(1, new TreeSet<>(), "u", "c", false));
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertThat(
            Records.fromJson(
                "{\"type\":\"Told\",\"new\":{\"a\":[1]},\"id\":3,\"reply\":{\"type\":\"Failed\",\"text\":\"x\",\"y\":0}}",
                ConsoleFrame.class))
        .isEqualTo(new ConsoleFrame.Told(3, new Reply.Failed("x")));
  }

  @Test
  void whatIsMissingIsTold() {
    assertThatThrownBy(() -> Records.fromJson("{\"type\":\"Do\",\"id\":\"x\"}", ConsoleFrame.class))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("'command'");
    assertThatThrownBy(() ->
            Records.fromJson(
                "{\"type\":\"Ask\",\"query\":{\"type\":\"Users\"}}", ConsoleFrame.class))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("'id'");
    assertThatThrownBy(() ->
            Records.fromJson(
                "{\"type\":\"Do\",\"id\":null,\"command\":{\"type\":\"Undo\"},\"first\":false}",
                ConsoleFrame.class))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("id");
    assertThatThrownBy(() -> Records.fromJson("{\"type\":\"Nonsense\"}", ConsoleFrame.class))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("Nonsense");
    assertThatThrownBy(() -> Records.fromJson("null", ConsoleFrame.class))
        .isInstanceOf(MalformedFrame.class);
    assertThatThrownBy(() -> Records.fromJson("", ConsoleFrame.class))
        .isInstanceOf(MalformedFrame.class);
    assertThatThrownBy(
            () -> Records.fromJson("{\"type\":\"Release\",\"requests\":[null]}", Command.class))
        .isInstanceOf(MalformedFrame.class);
    assertThatThrownBy(
            () -> Records.fromJson("{\"type\":\"Release\",\"requests\":[\"x\"]}", Command.class))
        .isInstanceOf(MalformedFrame.class);
  }

  @Test
  void bytesStayBytes() {
    Reply part = new Reply.LogPart(3, "hé".getBytes(StandardCharsets.UTF_8), 9, true);
    assertThat(Records.fromJson(Records.toJson(part), Reply.class)).isEqualTo(part);
    byte[] body = FrameCodec.CONSOLE.encode(new ConsoleFrame.Told(1, part));
    assertThat(new String(body, StandardCharsets.ISO_8859_1)).contains("h\u00c3\u00a9");
  }

  @Test
  void aWholeConfigurationSurvives() {
    FarmConfig config = FarmConfig.empty();
    assertThat(Records.fromJson(Records.toJson(config), FarmConfig.class)).isEqualTo(config);
    assertThat(Records.toJson(new BuildId(3))).isEqualTo("3");
  }

  @Test
  void prettyTextHasLines() {
    assertThat(Records.toPrettyJson(new Command.Release(List.of(new RequestId(1))))).contains("\n");
  }
}
