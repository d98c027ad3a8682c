package org.yardmaster.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import org.yardmaster.protocol.model.DurationText;
import org.yardmaster.protocol.model.IncidentKind;

/// The schema for editors says what the reader does. (JSON is YAML, so the reader's own library
/// reads it.)
final class FarmSchemaTest {
  private final Map<String, Object> schema = new Yaml().load(FarmYaml.schema());

  @Test
  void schemaHasTheKeysOfTheReader() {
    Map<Keys, List<String>> found = new TreeMap<>();
    Map<Keys, List<String>> expected = new TreeMap<>();
    for (Keys keys : Keys.values()) {
      Map<?, ?> kind =
          keys == Keys.FARM
              ? schema
              : definition(keys.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
      found.put(keys, keysOf(kind.get("properties")));
      expected.put(keys, keys.names());
      assertThat(kind.get("additionalProperties")).as(keys.name()).isEqualTo(false);
    }
    assertThat(found).isEqualTo(expected);
    assertThat(keysOf(schema.get("patternProperties"))).containsExactly("^" + Keys.OWN);
  }

  @Test
  void schemaHasThePatternsOfTheReader() {
    assertThat(definition("name").get("pattern")).isEqualTo("^" + Names.NAME + "$");
    assertThat(definition("variable").get("pattern")).isEqualTo("^" + Names.VARIABLE + "$");
    for (String text : List.of("90s", "20m", "1h30m", "1h 30m", "2d", "20", "", "m", "1x", "-1s")) {
      assertThat(text.matches(patternOf("duration")))
          .as(text)
          .isEqualTo(DurationText.parse(text).isPresent());
    }
    for (String text : List.of("200 MB", "1gb", "512KiB", "200", "MB", "1 PB", "-1 MB", "1.5 GB")) {
      assertThat(text.matches(patternOf("size")))
          .as(text)
          .isEqualTo(SizeText.parse(text).isPresent());
    }
  }

  @Test
  void schemaHasTheIncidentsOfTheFarm() {
    assertThat(definition("incident").get("enum"))
        .isEqualTo(Arrays.stream(IncidentKind.values()).map(IncidentKind::code).toList());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Map<String, Boolean> references = new LinkedHashMap<>();
    collect(schema, references);
    assertThat(references).isNotEmpty().doesNotContainValue(false);
  }

  private void collect(Object part, Map<String, Boolean> references) {
    switch (part) {
      case Map<?, ?> map ->
          map.forEach((key, value) -> {
            if (key.equals("$ref")) {
              String name = value.toString().substring("#/definitions/".length());
              references.put(name, ((Map<?, ?>) schema.get("definitions")).containsKey(name));
            }
            collect(value, references);
          });
      case List<?> list -> list.forEach(item -> collect(item, references));
      case null, default -> {}
    }
  }

  private String patternOf(String definition) {
    return definition(definition).get("pattern").toString();
  }

  private Map<?, ?> definition(String name) {
    return (Map<?, ?>) ((Map<?, ?>) schema.get("definitions")).get(name);
  }

  private static List<String> keysOf(Object mapping) {
    return ((Map<?, ?>) mapping).keySet().stream().map(Object::toString).toList();
  }
}
