package org.yardmaster.console.keys;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// Every key of the console.
public enum Keys {
  SEARCH("Ctrl+K", ctrl(KeyCode.K)),
  FILTER("/", new KeyCodeCombination(KeyCode.SLASH)),
  SUBMIT("Ctrl+N", ctrl(KeyCode.N)),
  UNDO("Ctrl+Z", ctrl(KeyCode.Z)),
  REDO(
      "Ctrl+Shift+Z",
      new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN)),
  UP("Ctrl+Up", ctrl(KeyCode.UP)),
  DOWN("Ctrl+Down", ctrl(KeyCode.DOWN)),
  TOP("Ctrl+Home", ctrl(KeyCode.HOME)),
  BOTTOM("Ctrl+End", ctrl(KeyCode.END)),
  HOLD("H", new KeyCodeCombination(KeyCode.H)),
  RETRY("R", new KeyCodeCombination(KeyCode.R)),
  UNSHELVE("U", new KeyCodeCombination(KeyCode.U)),
  CANCEL("Del", new KeyCodeCombination(KeyCode.DELETE)),
  DETAILS("Enter", new KeyCodeCombination(KeyCode.ENTER)),
  EDIT("F2", new KeyCodeCombination(KeyCode.F2)),
  FOLLOW("F", new KeyCodeCombination(KeyCode.F)),
  FIND("Ctrl+F", ctrl(KeyCode.F)),
  FIND_NEXT("F3", new KeyCodeCombination(KeyCode.F3)),
  THEME("Ctrl+T", ctrl(KeyCode.T));

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // It is; it only does not say so.
  private final KeyCombination combination;

  Keys(String text, KeyCombination combination) {
    this.text = text;
    this.combination = combination;
  }

  private static KeyCombination ctrl(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
  }

  /// As people write it.
  public String text() {
    return text;
  }

  public KeyCombination combination() {
    return combination;
  }

  public boolean matches(KeyEvent event) {
    return combination.match(event);
  }

  /// `+`, wherever the keyboard has it.
  public static boolean isPlus(KeyEvent event) {
    return "+".equals(event.getText()) || event.getCode() == KeyCode.ADD;
  }

  /// `-`, wherever the keyboard has it.
  public static boolean isMinus(KeyEvent event) {
    return "-".equals(event.getText()) || event.getCode() == KeyCode.SUBTRACT;
  }

  /// The digit of Alt+1 to Alt+9, or 0.
  public static int altDigit(KeyEvent event) {
    if (!event.isAltDown() || event.isShortcutDown() || !event.getCode().isDigitKey()) {
      return 0;
    }
    return event.getCode().ordinal() - KeyCode.DIGIT0.ordinal();
  }
}
