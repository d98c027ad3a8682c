package org.yardmaster.slave.run;

import java.util.Map;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.RequestProperties;

/// The mark that all processes of a step carry in their environment: whose they are, and of which
/// of its lives.
///
/// Marks add up: where a slave itself runs inside a step of another one, its processes carry both
/// marks. A mark is `slave/start/build/step;`, so any prefix that ends with a slash names a whole
/// family.
record ProcessMark(String text) {
  static final String VARIABLE = RequestProperties.MARK;

  /// All processes of all lives of a slave. `slave` is the random name of its data folder.
  static ProcessMark ofSlave(String slave) {
    return new ProcessMark(slave + "/");
  }

  /// The processes of one step of this life.
  static ProcessMark ofStep(String slave, String start, BuildId build, int step) {
    return new ProcessMark(slave + "/" + start + "/" + build.value() + "/" + step + ";");
  }

  /// Marks the environment of a process that is about to be started.
  void putInto(Map<String, String> environment) {
    environment.merge(VARIABLE, text, String::concat);
  }
}
