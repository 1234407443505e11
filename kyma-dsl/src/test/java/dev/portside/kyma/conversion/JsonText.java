package dev.portside.kyma.conversion;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;

/** A tree as JSON on one line. */
final class JsonText {

  private JsonText() {}

  static String of(Tree tree) {
    StringBuilder out = new StringBuilder();
    write(tree, out);
    return out.toString();
  }

  private static void write(Tree tree, StringBuilder out) {
    if (tree instanceof Mapping mapping) {
      String separator = "{";
      for (int i = 0; i < mapping.size(); i++) {
        out.append(separator);
        quoted(mapping.key(i), out);
        write(mapping.value(i), out.append(':'));
        separator = ",";
      }
      out.append(mapping.isEmpty() ? "{}" : "}");
    } else if (tree instanceof Sequence sequence) {
      String separator = "[";
      for (Tree item : sequence) {
        write(item, out.append(separator));
        separator = ",";
      }
      out.append(sequence.isEmpty() ? "[]" : "]");
    } else if (tree instanceof Scalar scalar && scalar.isString()) {
      quoted(scalar.text(), out);
    } else {
      out.append(tree.toJava());
    }
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
