package dev.portside.yaml;

import dev.portside.Internal;
import dev.portside.yaml.Scalar.Style;

/**
 * Writes trees as YAML: block style, two blanks an indent, sequences at the column of their key,
 * quotes only where a reader of YAML 1.1 or 1.2 would retype or misread the text, literal blocks
 * for text of several lines. What it writes reads back equal.
 */
@Internal
public final class YamlWriter {

  /** A reader looks 1024 characters ahead for the colon that makes a text a key. */
  private static final int LONGEST_KEY = 1000;

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
    new YamlWriter(out).line(text);
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
        key(mapping.key(i), indent);
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
      out.append(" ".repeat(indent));
    }
  }

  private void key(String key, int indent) {
    int start = out.length();
    line(key);
    if (out.length() - start > LONGEST_KEY) {
      out.insert(start, "? ").append('\n');
      begin(indent, false);
    }
    out.append(':');
  }

  private void child(Tree value, int indent) {
    if (isBlock(value)) {
      out.append('\n');
      block(value, value instanceof Sequence ? indent : indent + 2, false);
    } else {
      afterIndicator(value, indent);
    }
  }

  private void item(Tree value, int indent) {
    if (isBlock(value)) {
      out.append(' ');
      block(value, indent + 2, true);
    } else {
      afterIndicator(value, indent);
    }
  }

  private void afterIndicator(Tree value, int indent) {
    boolean nothing = value instanceof Scalar scalar && scalar.isNull() && scalar.text().isEmpty();
    if (!nothing) {
      out.append(' ');
      leaf(value, indent + 2);
    }
    out.append('\n');
  }

  private void leaf(Tree value, int indent) {
    if (value instanceof Scalar scalar) {
      scalar(scalar, indent);
    } else {
      out.append(value instanceof Mapping ? "{}" : "[]");
    }
  }

  private void scalar(Scalar scalar, int indent) {
    String text = scalar.text();
    if (scalar.style() == Style.PLAIN && !scalar.isString()) {
      out.append(text);
    } else if (isLiteral(text)) {
      literal(text, indent);
    } else {
      line(text);
    }
  }

  private void line(String text) {
    if (isPlain(text)) {
      out.append(text);
    } else {
      quoted(text);
    }
  }

  /** Whether the text may stand without quotes in block context, where the writer always is. */
  private static boolean isPlain(String text) {
    if (text.isEmpty() || !isPlainStart(text) || text.charAt(text.length() - 1) == ' ') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = i + 1 == text.length();
      if (c == ':' && (ends || text.charAt(i + 1) == ' ')) {
        return false;
      }
      if (c == '#' && text.charAt(i - 1) == ' ') {
        return false;
      }
      if (!isPrintable(c) && !isPrintablePair(text, i)) {
        return false;
      }
    }
    return !isMarker(text) && !ScalarType.isRetyped(text);
  }

  /**
   * A colon begins a symbol for Ruby's reader, and a question mark a key for some; they are quoted
   * beside what the grammar wants quoted.
   */
  private static boolean isPlainStart(String text) {
    char first = text.charAt(0);
    if (first == '-') {
      return text.length() > 1 && text.charAt(1) != ' ';
    }
    return " ?:,[]{}#&*!|>'\"%@`".indexOf(first) < 0;
  }

  /** The markers between documents count in the first column, alone or before a blank. */
  private static boolean isMarker(String text) {
    return (text.startsWith("---") || text.startsWith("..."))
        && (text.length() == 3 || text.charAt(3) == ' ');
  }

  /**
   * A literal block keeps a text whose lines hold printable characters and end in one, and whose
   * first line says the indent.
   */
  private static boolean isLiteral(String text) {
    if (text.indexOf('\n') < 0 || isBlank(text.charAt(0)) || text.charAt(0) == '\n') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = i + 1 == text.length() || text.charAt(i + 1) == '\n';
      if (isBlank(c) ? ends : c != '\n' && !isPrintable(c) && !isPrintablePair(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void literal(String text, int indent) {
    boolean ends = text.endsWith("\n");
    boolean keeps = ends && text.endsWith("\n\n");
    out.append(keeps ? "|+" : ends ? "|" : "|-");
    String body = ends ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        out.append(" ".repeat(Math.max(indent, 2))).append(line);
      }
    }
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(text, i);
    }
    out.append('"');
  }

  private void escape(String text, int index) {
    char c = text.charAt(index);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        if (isPrintable(c) || isPrintablePair(text, index)) {
          out.append(c);
        } else if (!isPair(text, index)) {
          out.append("\\u").append(String.format("%04X", (int) c));
        } else if (Character.isHighSurrogate(c)) {
          // Kubernetes' reader refuses the two halves of a pair escaped one by one.
          out.append("\\U").append(String.format("%08X", text.codePointAt(index)));
        }
      }
    }
  }

  /**
   * Whether everybody sees the character and no reader takes it for a line end: letters, digits,
   * marks and signs of all scripts, but no other blanks, no invisible characters and no byte order
   * mark.
   */
  private static boolean isPrintable(int codePoint) {
    if (codePoint <= '~') {
      return codePoint >= ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** Whether the character is half of a surrogate pair that stands for a printable one. */
  private static boolean isPrintablePair(String text, int index) {
    return isPair(text, index) && isPrintable(text.codePointAt(first(text, index)));
  }

  private static boolean isPair(String text, int index) {
    int first = first(text, index);
    return first >= 0
        && first + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(first), text.charAt(first + 1));
  }

  private static int first(String text, int index) {
    return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
  }
}
