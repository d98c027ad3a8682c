package org.yardmaster.master.config;

import org.yaml.snakeyaml.nodes.Node;

/// Where in the file the reading is, in the words of its people ("builder linux: step 2"), and
/// where findings go.
record Context(Findings findings, String where) {

  Context in(String what) {
    return new Context(findings, where.isEmpty() ? what : where + ": " + what);
  }

  void problem(Node node, String text) {
    findings.problem(node.getStartMark(), in(text).where);
  }

  void warning(Node node, String text) {
    findings.warning(node.getStartMark(), in(text).where);
  }
}
