package org.yardmaster.master.loop;

/// Where events come from: asked to stop reading while the loop's inbox is full. Called on any
/// thread.
public interface Source {

  /// Read no more for now.
  void suspend();

  /// Read on.
  void resume();

  /// A source that cannot be asked, because it brings little.
  static Source unstoppable() {
    return new Source() {
      @Override
      public void suspend() {}

      @Override
      public void resume() {}
    };
  }
}
