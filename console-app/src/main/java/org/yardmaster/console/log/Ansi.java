package org.yardmaster.console.log;

import java.util.ArrayList;
import java.util.List;

/// Reads the colours that programs write for terminals; all other control sequences are dropped.
public final class Ansi {
  private static final String[] NAMES = {
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"
  };

  private Ansi() {}

  /// A piece of a line in one look; `style` is "" or style classes with spaces between.
  public record Piece(String text, String style) {}

  /// The pieces of a line, in order.
  public static List<Piece> pieces(String line) {
    if (line.indexOf('\u001b') < 0) {
      return List.of(new Piece(line, ""));
    }
    List<Piece> pieces = new ArrayList<>();
    Look look = new Look();
    int at = 0;
    while (at < line.length()) {
      int escape = line.indexOf('\u001b', at);
      if (escape < 0) {
        add(pieces, line.substring(at), look);
        break;
      }
      add(pieces, line.substring(at, escape), look);
      at = after(line, escape, look);
    }
    return pieces;
  }

  /// The line without its control sequences.
  public static String plain(String line) {
    if (line.indexOf('\u001b') < 0) {
      return line;
    }
    StringBuilder text = new StringBuilder();
    pieces(line).forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  private static void add(List<Piece> pieces, String text, Look look) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, look.style()));
    }
  }

  /// Takes in the sequence that begins at `escape` and tells where the text goes on.
  private static int after(String line, int escape, Look look) {
    int at = escape + 1;
    if (at >= line.length() || line.charAt(at) != '[') {
      return Math.min(at + 1, line.length());
    }
    int start = ++at;
    while (at < line.length() && (line.charAt(at) < '@' || line.charAt(at) > '~')) {
      at++;
    }
    if (at >= line.length()) {
      return line.length();
    }
    if (line.charAt(at) == 'm') {
      look.take(line.substring(start, at));
    }
    return at + 1;
  }

  private static final class Look {
    private boolean bold;
    private String colour = "";

    void take(String codes) {
      String[] parts = codes.isEmpty() ? new String[] {"0"} : codes.split(";");
      for (int i = 0; i < parts.length; i++) {
        int code = parts[i].matches("\\d{1,3}") ? Integer.parseInt(parts[i]) : 0;
        if (code == 38 || code == 48) {
          i += i + 1 < parts.length && parts[i + 1].equals("2") ? 4 : 2;
        } else {
          take(code);
        }
      }
    }

    private void take(int code) {
      if (code == 0) {
        bold = false;
        colour = "";
      } else if (code == 1) {
        bold = true;
      } else if (code == 22) {
        bold = false;
      } else if (code >= 30 && code <= 37) {
        colour = "ansi-" + NAMES[code - 30];
      } else if (code >= 90 && code <= 97) {
        colour = "ansi-" + NAMES[code - 90];
      } else if (code == 39) {
        colour = "";
      }
    }

    String style() {
      return (colour + (bold ? " ansi-bold" : "")).trim();
    }
  }
}
