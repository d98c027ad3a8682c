package org.yardmaster.master.alerts;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.wire.Records;

/// What a hook is told of: an incident of a farm has begun, or is over.
record Alert(String farm, Incident incident, State state) {

  /// Which of the two.
  enum State {
    BEGIN,
    OVER;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// As an HTTP hook gets it.
  private record Facts(
      String farm,
      long number,
      String kind,
      String subject,
      String state,
      String since,
      String text) {}

  String json() {
    return Records.toJson(
        new Facts(
            farm,
            incident.number(),
            incident.kind().code(),
            incident.subject(),
            state.code(),
            incident.since().toString(),
            incident.text()));
  }

  /// As a program gets it.
  Map<String, String> environment() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("YARD_FARM", farm);
    facts.put("YARD_ALERT_NUMBER", Long.toString(incident.number()));
    facts.put("YARD_ALERT_KIND", incident.kind().code());
    facts.put("YARD_ALERT_SUBJECT", incident.subject());
    facts.put("YARD_ALERT_STATE", state.code());
    facts.put("YARD_ALERT_SINCE", incident.since().toString());
    facts.put("YARD_ALERT_TEXT", incident.text());
    facts.replaceAll((_, fact) -> fact.replace('\0', ' '));
    return facts;
  }

  @Override
  public String toString() {
    return incident.kind().code() + " of " + incident.subject() + " (" + state.code() + ")";
  }
}
