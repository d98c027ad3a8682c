package org.yardmaster.console.log;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// A line of a log in its program's colours, with what is searched for underlined.
final class LogCell extends ListCell<LogLine> {
  private final Supplier<String> searched;
  private final HBox box = new HBox();

  LogCell(Supplier<String> searched) {
    this.searched = searched;
    box.getStyleClass().add("log-line");
  }

  @Override
  protected void updateItem(@Nullable LogLine line, boolean empty) {
    super.updateItem(line, empty);
    setText(null);
    setGraphic(null);
    getStyleClass().removeAll("log-err", "log-slave");
    if (line == null) {
      return;
    }
    if (line.stream() == 'e') {
      getStyleClass().add("log-err");
    } else if (line.stream() == 'm') {
      getStyleClass().add("log-slave");
    }
    List<Node> texts = Ansi.pieces(line.text()).stream().<Node>map(this::text).toList();
    box.getChildren().setAll(texts);
    setGraphic(box);
  }

  private Text text(Ansi.Piece piece) {
    Text text = new Text(piece.text());
    text.getStyleClass().add("log-text");
    if (!piece.style().isEmpty()) {
      text.getStyleClass().addAll(piece.style().split(" "));
    }
    String wanted = searched.get().toLowerCase(Locale.ROOT);
    if (!wanted.isEmpty() && piece.text().toLowerCase(Locale.ROOT).contains(wanted)) {
      text.getStyleClass().add("log-hit");
    }
    return text;
  }
}
