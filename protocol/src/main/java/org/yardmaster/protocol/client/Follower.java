package org.yardmaster.protocol.client;

import java.util.OptionalLong;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.ConsoleFrame.SnapshotChunk;
import org.yardmaster.protocol.message.ConsoleFrame.Subscribe;

/// Keeps a view of the farm up to date, over losses of the connection. Belongs to the owner.
final class Follower {
  private final MasterClient.Listener listener;
  private final FarmView view = new FarmView();
  private String masterStart = "";
  private OptionalLong batch = OptionalLong.empty();
  private boolean awaitingReady;
  private int snapshotRows;
  private int snapshotTotal;

  Follower(MasterClient.Listener listener) {
    this.listener = listener;
  }

  /// Whose changes will come: another life of the master has other numbers.
  void masterIs(String start) {
    if (!start.equals(masterStart)) {
      masterStart = start;
      batch = OptionalLong.empty();
    }
  }

  /// Asks for what is missing in the view.
  Subscribe subscription() {
    awaitingReady = true;
    return new Subscribe(masterStart, batch);
  }

  void snapshot(SnapshotChunk chunk) {
    if (chunk.first()) {
      view.clear();
      batch = OptionalLong.empty();
      awaitingReady = true;
      snapshotRows = 0;
      snapshotTotal = chunk.total();
      listener.snapshotBegins(view, chunk.total());
    }
    chunk.rows().forEach(view::apply);
    snapshotRows += chunk.rows().size();
    listener.snapshotRows(view, chunk.rows(), snapshotRows, snapshotTotal);
  }

  void changed(Changed changed) {
    changed.changes().forEach(view::apply);
    batch = OptionalLong.of(changed.batch());
    listener.changed(view, changed);
    if (awaitingReady) {
      awaitingReady = false;
      listener.ready(view);
    }
  }
}
