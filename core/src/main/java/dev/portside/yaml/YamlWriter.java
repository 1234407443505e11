package dev.portside.yaml;

import dev.portside.yaml.Scalar.Style;

/**
 * Writes trees as YAML: block style, two blanks an indent, sequences at the column of their key,
 * quotes only where a reader of YAML 1.1 or 1.2 would retype or misread the text, literal blocks
 * for text of several lines. What it writes reads back equal.
 */
public final class YamlWriter {

  private final StringBuilder out;

  private YamlWriter(StringBuilder out) {
    this.out = out;
  }

  /** Returns one document, without a {@code ---}, with a line end last. */
  public static String write(Tree tree) {
    StringBuilder out = new StringBuilder(512);
    write(tree, out);
    return out.toString();
  }

  /** Appends one document to {@code out}. */
  public static void write(Tree tree, StringBuilder out) {
    new YamlWriter(out).document(tree);
  }

  /** Returns a string as it stands after a key: plain where that is safe, else in quotes. */
  public static String inline(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    new YamlWriter(out).text(text, Style.STRING, 0, false);
    return out.toString();
  }

  private void document(Tree tree) {
    if (isBlock(tree)) {
      block(tree, 0, false);
    } else {
      leaf(tree, 0);
      out.append('\n');
    }
  }

  private static boolean isBlock(Tree tree) {
    return tree instanceof Mapping mapping && !mapping.isEmpty()
        || tree instanceof Sequence sequence && !sequence.isEmpty();
  }

  /**
   * Writes a non-empty collection; the first line continues the current one when {@code inline}.
   */
  private void block(Tree tree, int indent, boolean inline) {
    if (tree instanceof Mapping mapping) {
      for (int i = 0; i < mapping.size(); i++) {
        begin(indent, inline && i == 0);
        text(mapping.key(i), Style.STRING, indent, false);
        out.append(':');
        child(mapping.value(i), indent);
      }
    } else if (tree instanceof Sequence sequence) {
      for (int i = 0; i < sequence.size(); i++) {
        begin(indent, inline && i == 0);
        out.append('-');
        item(sequence.get(i), indent);
      }
    }
  }

  private void begin(int indent, boolean inline) {
    if (!inline) {
      blanks(indent);
    }
  }

  private void blanks(int count) {
    for (int i = 0; i < count; i++) {
      out.append(' ');
    }
  }

  private void child(Tree value, int indent) {
    if (isBlock(value)) {
      out.append('\n');
      block(value, value instanceof Sequence ? indent : indent + 2, false);
    } else {
      out.append(' ');
      leaf(value, indent + 2);
      out.append('\n');
    }
  }

  private void item(Tree value, int indent) {
    out.append(' ');
    if (isBlock(value)) {
      block(value, indent + 2, true);
    } else {
      leaf(value, indent + 2);
      out.append('\n');
    }
  }

  private void leaf(Tree value, int indent) {
    if (value instanceof Scalar scalar) {
      text(scalar.text(), scalar.style(), indent, true);
    } else {
      out.append(value instanceof Mapping ? "{}" : "[]");
    }
  }

  private void text(String text, Style style, int indent, boolean blockAllowed) {
    if (style == Style.PLAIN) {
      out.append(text);
    } else if (isPlain(text)) {
      out.append(text);
    } else if (blockAllowed && isLiteral(text)) {
      literal(text, indent);
    } else {
      quoted(text);
    }
  }

  /**
   * Whether the text may stand without quotes, in block context and, as {@code ,[]{}} apart, in
   * flow.
   */
  private static boolean isPlain(String text) {
    if (text.isEmpty() || !isPlainStart(text) || text.charAt(text.length() - 1) == ' ') {
      return false;
    }
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == ' ' && before == ':' || c == '#' && before == ' ') {
        return false;
      }
      before = c;
    }
    if (before == ':') {
      return false;
    }
    return !isMarker(text) && !ScalarType.isRetyped(text);
  }

  private static boolean isPlainStart(String text) {
    char first = text.charAt(0);
    if (first >= 'a' && first <= 'z'
        || first >= 'A' && first <= 'Z'
        || first >= '0' && first <= '9') {
      return true;
    }
    if (first == '-') {
      return text.length() > 1 && text.charAt(1) != ' ';
    }
    return first == '/'
        || first == '_'
        || first == '.'
        || first == '+'
        || first == '('
        || first == '$';
  }

  private static boolean isMarker(String text) {
    return text.startsWith("---") || text.startsWith("...");
  }

  /**
   * A literal block keeps a text whose lines hold printable ASCII, and whose first one says the
   * indent.
   */
  private static boolean isLiteral(String text) {
    if (text.indexOf('\n') < 0 || text.charAt(0) == ' ' || text.charAt(0) == '\n') {
      return false;
    }
    boolean blankOnly = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnd = c == '\n';
      if (!lineEnd && (c < ' ' || c > '~')) {
        return false;
      }
      if (lineEnd && i > 0 && text.charAt(i - 1) == ' ') {
        return false;
      }
      blankOnly &= lineEnd || c == ' ';
    }
    return !blankOnly && text.charAt(text.length() - 1) != ' ';
  }

  private void literal(String text, int indent) {
    boolean ends = text.endsWith("\n");
    boolean keeps = ends && text.endsWith("\n\n");
    out.append(keeps ? "|+" : ends ? "|" : "|-");
    String body = ends ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        blanks(Math.max(indent, 2));
        out.append(line);
      }
    }
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i));
    }
    out.append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        if (c >= ' ' && c <= '~' || isLetter(c)) {
          out.append(c);
        } else {
          out.append("\\u").append(String.format("%04X", (int) c));
        }
      }
    }
  }

  /** Letters of other scripts stay readable; surrogates, which YAML wants in pairs, are escaped. */
  private static boolean isLetter(char c) {
    return c > '\u00a0' && Character.isLetterOrDigit(c) && !Character.isSurrogate(c);
  }
}
