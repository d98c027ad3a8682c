package org.yardmaster.console.keys;

/// A view that knows which of its controls the keyboard belongs to when it is opened.
public interface TakesFocus {
  void takeFocus();
}
