package org.yardmaster.console.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// Finds views, acts, builders, slaves and requests by part of their name; those that begin with
/// what is typed come first.
public final class SearchViewModel {
  private static final int MOST = 14;

  private final FarmModel farm;
  private final List<Hit> always;
  private final StringProperty text = new SimpleStringProperty("");
  private final ObservableList<Hit> hits = FXCollections.observableArrayList();

  /// `always` are the views and acts, whatever the farm holds.
  public SearchViewModel(FarmModel farm, List<Hit> always) {
    this.farm = farm;
    this.always = always;
    text.subscribe(this::look);
  }

  public StringProperty textProperty() {
    return text;
  }

  public ObservableList<Hit> hits() {
    return hits;
  }

  private void look(String typed) {
    String wanted = typed.trim().toLowerCase(Locale.ROOT);
    List<Hit> first = new ArrayList<>();
    List<Hit> then = new ArrayList<>();
    for (Hit hit : always) {
      sort(hit, wanted, first, then);
    }
    if (!wanted.isEmpty()) {
      addNumber(wanted, first);
      for (Builder builder : farm.builders().values()) {
        sort(builderHit(builder), wanted, first, then);
      }
      for (Slave slave : farm.slaves().values()) {
        sort(new Hit(Hit.Kind.SLAVE, slave.name(), about(slave)), wanted, first, then);
      }
      for (Builder builder : farm.builders().values()) {
        sort(new Hit(Hit.Kind.SUBMIT, builder.name(), "a new request"), wanted, then, then);
      }
    }
    first.addAll(then);
    hits.setAll(first.subList(0, Math.min(MOST, first.size())));
  }

  private static void sort(Hit hit, String wanted, List<Hit> first, List<Hit> then) {
    String name = hit.name().toLowerCase(Locale.ROOT);
    if (name.startsWith(wanted)) {
      first.add(hit);
    } else if (name.contains(wanted)) {
      then.add(hit);
    }
  }

  private void addNumber(String wanted, List<Hit> hits) {
    String digits = wanted.startsWith("#") ? wanted.substring(1) : wanted;
    if (!digits.matches("\\d{1,18}")) {
      return;
    }
    long number = Long.parseLong(digits);
    farm.request(new RequestId(number)).ifPresent(request -> hits.add(hit(request)));
    for (Build build : farm.builds().values()) {
      if (build.id().value() == number) {
        hits.add(
            new Hit(Hit.Kind.BUILD, String.valueOf(number), farm.builderName(build.builder())));
      }
    }
  }

  private Hit hit(Request request) {
    String state = request.build().isPresent() ? "running" : "queued";
    return new Hit(
        Hit.Kind.REQUEST,
        request.id().toString(),
        farm.builderName(request.builder()) + ", " + state);
  }

  private static Hit builderHit(Builder builder) {
    return new Hit(Hit.Kind.BUILDER, builder.name(), builder.definition().description());
  }

  private static String about(Slave slave) {
    return String.join(" ", slave.definition().capabilities());
  }
}
