package org.yardmaster.master.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yardmaster.master.RunFile;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.MalformedFrame;

/// Finds the master that runs on a data folder of this machine. Whoever may read the folder may do
/// everything, without a password.
final class LocalMaster {
  private LocalMaster() {}

  /// Where it is, and how to log in there under this name.
  static MasterClient.Target at(Path data, String user) {
    try {
      RunFile run = RunFile.read(data).orElseThrow(() -> notRunning(data));
      if (TokenFile.read(data).isEmpty()) {
        throw notRunning(data);
      }
      return new MasterClient.Target(
          new HostPort(run.host(), run.consolePort()),
          Optional.of(Fingerprint.parse(run.fingerprint())),
          user,
          () -> token(data),
          true);
    } catch (AccessDeniedException _) {
      throw new Failure(
          ExitCode.NO_MASTER,
          "data folder " + data + ": only its owner may read it; be that user, or give --master");
    } catch (IOException | MalformedFrame | IllegalArgumentException e) {
      throw new Failure(
          ExitCode.NO_MASTER,
          "data folder " + data + ": how to reach its master cannot be read (" + e + ")");
    }
  }

  /// The token of the master that runs now; of none while it is being started again.
  private static String token(Path data) {
    try {
      return TokenFile.read(data).orElse("");
    } catch (IOException _) {
      return "";
    }
  }

  private static Failure notRunning(Path data) {
    return new Failure(
        ExitCode.NO_MASTER,
        "data folder "
            + data
            + (Files.isDirectory(data)
                ? ": no master runs on it; start one with 'yardmaster master --data " + data + "'"
                : ": there is no such folder"));
  }
}
