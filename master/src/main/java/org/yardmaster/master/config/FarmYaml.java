package org.yardmaster.master.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yardmaster.protocol.model.FarmConfig;

/// Reads a `farm.yaml`. Nothing in the file is ever run or made into an object by its tag; only its
/// tree of nodes is looked at.
public final class FarmYaml {
  private static final String STARTER = "farm.yaml";
  private static final String SCHEMA = "farm.schema.json";

  private FarmYaml() {}

  /// Reads and checks a file. That it cannot be read is a problem like any other.
  public static Checked read(Path file) {
    Findings findings = new Findings(String.valueOf(file.getFileName()));
    Optional<String> text = Optional.empty();
    try {
      text = decode(Files.readAllBytes(file), findings);
    } catch (NoSuchFileException _) {
      findings.problemOfFile("there is no such file at " + file.toAbsolutePath());
    } catch (IOException e) {
      findings.problemOfFile("cannot be read: " + e);
    }
    return findings.checked(text.flatMap(content -> config(content, findings)));
  }

  /// Checks a text; problems call it `name`.
  public static Checked check(String name, String text) {
    Findings findings = new Findings(name);
    return findings.checked(config(text, findings));
  }

  /// A commented `farm.yaml` to start from, without problems.
  public static String starter() {
    return resource(STARTER);
  }

  /// The JSON Schema that the starter names in its first line; put it beside the file as
  /// `farm.schema.json`.
  public static String schema() {
    return resource(SCHEMA);
  }

  private static Optional<FarmConfig> config(String text, Findings findings) {
    return compose(text, findings)
        .flatMap(root -> FarmReader.read(new Value(new Context(findings, ""), root)));
  }

  private static Optional<Node> compose(String text, Findings findings) {
    try {
      Optional<Node> root =
          Optional.ofNullable(new Yaml(new LoaderOptions()).compose(new StringReader(text)));
      if (root.isEmpty()) {
        findings.problemOfFile("empty; a farm needs 'builders'");
      }
      return root;
    } catch (MarkedYAMLException e) {
      Optional<Mark> mark =
          Optional.ofNullable(e.getProblemMark()).or(() -> Optional.ofNullable(e.getContextMark()));
      mark.ifPresentOrElse(
          at -> findings.problem(at, "not YAML: " + plain(e)),
          () -> findings.problemOfFile("not YAML: " + plain(e)));
    } catch (YAMLException e) {
      findings.problemOfFile("not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String plain(MarkedYAMLException e) {
    String problem = Objects.requireNonNullElse(e.getProblem(), "cannot be read");
    if (problem.contains("(TAB)")) {
      return "a tab where a word should begin; indent with spaces";
    }
    return e.getContext() == null ? problem : problem + " (" + e.getContext() + ")";
  }

  /// UTF-8, or the place where it is not.
  private static Optional<String> decode(byte[] bytes, Findings findings) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (!result.isError()) {
      return Optional.of(text);
    }
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    int column = text.length() - text.lastIndexOf('\n');
    findings.problemAt(line, column, "not UTF-8; save the file in that encoding");
    return Optional.empty();
  }

  private static String resource(String name) {
    try (InputStream in = FarmYaml.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(in, () -> "resource " + name + " is missing from this program")
              .readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + ": cannot be read", e);
    }
  }
}
