package org.yardmaster.master.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A mapping of the file: its entries by key, in the order of the file. What it merges from anchors
/// (`<<: *name`) stands behind its own entries and never replaces them.
final class Section {
  private final Value self;
  private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

  /// A key and its value; the value speaks of itself by the key.
  private record Entry(Value key, Value value) {}

  private Section(Value self) {
    this.self = self;
  }

  static Section of(Value self, MappingNode mapping) {
    Section section = new Section(self);
    Set<Node> merged = Collections.newSetFromMap(new IdentityHashMap<>());
    section.addOwn(mapping, merged);
    return section;
  }

  private void addOwn(MappingNode mapping, Set<Node> merged) {
    merged.add(mapping);
    SequencedMap<String, Entry> own = new LinkedHashMap<>();
    List<Node> merges = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merges.add(tuple.getValueNode());
      } else {
        addOwn(own, tuple);
      }
    }
    own.forEach(entries::putIfAbsent);
    merges.forEach(node -> merge(node, merged));
  }

  private void addOwn(SequencedMap<String, Entry> own, NodeTuple tuple) {
    Value key = new Value(self.context(), tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
      key.problem("expected a key, found " + key.kind());
      return;
    }
    String name = scalar.getValue();
    Value value = new Value(self.context().in(name), tuple.getValueNode());
    Optional.ofNullable(own.putIfAbsent(name, new Entry(key, value)))
        .ifPresent(first -> key.problem(secondTime(name, first)));
  }

  private static String secondTime(String name, Entry first) {
    int line = first.key.node().getStartMark().getLine() + 1;
    return "key '" + name + "' for the second time, after line " + line + "; take one out";
  }

  private void merge(Node node, Set<Node> merged) {
    switch (node) {
      case MappingNode mapping -> {
        if (!merged.contains(mapping)) {
          addOwn(mapping, merged);
        }
      }
      case SequenceNode sequence when merged.add(sequence) ->
          sequence.getValue().forEach(item -> merge(item, merged));
      default -> new Value(self.context(), node).problem("'<<' merges mappings only");
    }
  }

  /// Reports every key that is not one of `keys`.
  Section keeping(Keys keys) {
    entries.forEach((name, entry) -> {
      if (!keys.allows(name)) {
        entry.key.problem("unknown key '" + name + "'" + Suggestion.orKnown(name, keys.names()));
      }
    });
    return this;
  }

  /// The value of a key. A key that is there without a value counts as absent.
  Optional<Value> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value).filter(v -> !v.isNothing());
  }

  /// Whether the key is there, be it without a value.
  boolean has(String key) {
    return entries.containsKey(key);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// The mapping as a whole, for problems with no better place.
  Value self() {
    return self;
  }

  /// Every entry, in the order of the file: first its key, which means its name, then its value.
  void forEach(BiConsumer<Value, Value> action) {
    entries.values().forEach(entry -> action.accept(entry.key, entry.value));
  }
}
