package org.yardmaster.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.config.Checked;
import org.yardmaster.master.config.FarmYaml;
import org.yardmaster.master.config.Problem;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.Source;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;

/// Looks at farm.yaml when the master starts: it is put in force if nothing is yet, or if that was
/// asked for; a file that differs from what is in force, or is broken, is reported and not obeyed.
final class ConfigAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigAtStart.class);

  private final Path file;
  private final boolean apply;

  ConfigAtStart(MasterOptions options) {
    this.file = options.config().orElse(options.data().resolve("farm.yaml"));
    this.apply = options.apply();
  }

  /// The command that puts the file in force, if it is to be.
  Optional<Command.ApplyConfig> wanted(ConfigVersion inForce) throws StartException {
    if (inForce.version() == 0 || apply) {
      return checked(inForce);
    }
    compare(inForce);
    return Optional.empty();
  }

  private Optional<Command.ApplyConfig> checked(ConfigVersion inForce) throws StartException {
    String text = read();
    if (inForce.version() > 0 && text.equals(inForce.text())) {
      LOG.info("configuration: {} is in force already, as version {}", file, inForce.version());
      return Optional.empty();
    }
    Checked checked = FarmYaml.check(String.valueOf(file.getFileName()), text);
    checked.warnings().forEach(warning -> LOG.warn("{}", warning));
    if (checked.config().isEmpty()) {
      throw new StartException(
          "configuration " + file + ": not put in force, nothing has changed:\n" + lines(checked));
    }
    return Optional.of(new Command.ApplyConfig(checked.config().get(), text));
  }

  void putInForce(Loop loop, Command.ApplyConfig wanted) throws StartException {
    switch (command(loop, wanted).join()) {
      case Answer.Accepted accepted -> LOG.info("{}, from {}", accepted.text(), file);
      case Answer.Refused refused -> throw new StartException(refused.text());
    }
  }

  private String read() throws StartException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartException("configuration " + file + ": cannot be read: " + e, e);
    }
  }

  private void compare(ConfigVersion inForce) {
    Optional<String> text;
    try {
      text = Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      LOG.warn(
          "configuration {}: cannot be read ({}); version {} stays in force",
          file,
          e,
          inForce.version());
      return;
    }
    if (text.isEmpty() || text.get().equals(inForce.text())) {
      return;
    }
    Checked checked = FarmYaml.check(String.valueOf(file.getFileName()), text.get());
    if (checked.config().isEmpty()) {
      LOG.warn(
          "configuration {}: is broken; version {} stays in force\n{}",
          file,
          inForce.version(),
          lines(checked));
    } else {
      LOG.warn(
          "configuration {}: differs from version {}, which stays in force; start with --apply to"
              + " change that",
          file,
          inForce.version());
    }
  }

  private static String lines(Checked checked) {
    return checked.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private static CompletableFuture<Answer> command(Loop loop, Command command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    loop.submit(
        new Event.Commanded(
            "start/" + UUID.randomUUID(),
            new Event.Person("master", true),
            command,
            Optional.empty()),
        Receipt.answering((_, told) -> answer.complete(told)),
        Source.unstoppable());
    return answer;
  }
}
