package dev.portside.yaml;

import dev.portside.Internal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest change to a text that makes one change to its tree, so that comments, order,
 * quotes and blank lines around it stay as they are. What it cannot do that way it does not do.
 */
@Internal
public final class TextEditor {

  private static final int INDENT = 2;

  private final String text;
  private final Tree root;

  /** Edits the text of a document; the root knows its offsets in it. */
  public TextEditor(String text, Tree root) {
    this.text = text;
    this.root = root;
  }

  /** Returns the change that gives a field a text, whether or not it is there. */
  public Optional<Replacement> set(Pointer field, String value) {
    Tree node = root.at(field);
    if (!isOwn(field)) {
      return Optional.empty();
    }
    if (node instanceof Scalar scalar) {
      int end = end(scalar);
      return end < 0
          ? Optional.empty()
          : Optional.of(new Replacement(start(scalar), end, written(scalar, value)));
    }
    return node == null ? insert(field, value) : Optional.empty();
  }

  /**
   * What an alias or a merge key stands for is written elsewhere, and is not this field's alone. An
   * anchor stands before its aliases.
   */
  private boolean isOwn(Pointer field) {
    Tree node = root;
    for (String segment : field.segments()) {
      Tree child = node.child(segment);
      if (child == null) {
        return true;
      }
      int from = node.offset();
      if (node instanceof Mapping mapping) {
        int key = mapping.keyOffset(mapping.indexOf(segment));
        if (key < from) {
          return false;
        }
        from = key;
      } else if (node instanceof Sequence sequence && !segment.equals("0")) {
        from = Math.max(from, sequence.get(Integer.parseInt(segment) - 1).offset() + 1);
      }
      if (child.offset() < from) {
        return false;
      }
      node = child;
    }
    return true;
  }

  /** A text keeps the quotes that stand around the one it replaces. */
  private static String written(Scalar old, String value) {
    String plain = YamlWriter.inline(value);
    boolean simple = value.indexOf('"') < 0 && value.indexOf('\\') < 0 && value.indexOf('\n') < 0;
    return switch (old.style()) {
      case DOUBLE_QUOTED -> simple ? '"' + value + '"' : plain;
      case SINGLE_QUOTED -> "'" + value.replace("'", "''") + "'";
      default -> plain;
    };
  }

  /** Returns the change that gives an entry of a mapping another key. */
  public Optional<Replacement> rename(Pointer field, String key) {
    if (!(root.at(field.parent()) instanceof Mapping mapping) || !isOwn(field.parent())) {
      return Optional.empty();
    }
    int index = mapping.indexOf(field.last());
    int start = index < 0 ? Tree.NOWHERE : mapping.keyOffset(index);
    if (start < mapping.offset()) {
      return Optional.empty();
    }
    boolean quoted = text.charAt(start) == '"' || text.charAt(start) == '\'';
    int from = quoted ? start + 1 : start;
    return text.startsWith(field.last(), from)
        ? Optional.of(new Replacement(from, from + field.last().length(), key))
        : Optional.empty();
  }

  /** Returns the change that takes an entry of one line out of a block mapping. */
  public Optional<Replacement> remove(Pointer field) {
    if (!(root.at(field.parent()) instanceof Mapping mapping)
        || !isOwn(field.parent())
        || !isOneOfSome(mapping, field.last())) {
      return Optional.empty();
    }
    int key = mapping.keyOffset(mapping.indexOf(field.last()));
    int start = lineStart(key);
    return key < mapping.offset() || !text.substring(start, key).isBlank()
        ? Optional.empty()
        : Optional.of(new Replacement(start, lineEnd(key), ""));
  }

  /** The last entry would leave nothing; an entry of a flow mapping has no line of its own. */
  private boolean isOneOfSome(Mapping mapping, String key) {
    return mapping.size() > 1
        && mapping.get(key) instanceof Scalar scalar
        && end(scalar) >= 0
        && text.charAt(start(mapping)) != '{';
  }

  private Optional<Replacement> insert(Pointer field, String value) {
    List<String> segments = field.segments();
    int depth = segments.size() - 1;
    Pointer parent = field.parent();
    while (depth > 0 && root.at(parent) == null) {
      parent = parent.parent();
      depth--;
    }
    if (!(root.at(parent) instanceof Mapping mapping) || mapping.offset() < 0) {
      return Optional.empty();
    }
    List<String> missing = segments.subList(depth, segments.size());
    return text.charAt(start(mapping)) == '{'
        ? Optional.of(inFlow(mapping, missing, value))
        : inBlock(mapping, missing, value);
  }

  /** Only keys in quotes stand in JSON, which takes no others. */
  private Replacement inFlow(Mapping mapping, List<String> missing, String value) {
    char first = text.charAt(mapping.isEmpty() ? 0 : Math.max(0, mapping.keyOffset(0)));
    boolean quoted = first == '"' || first == '{';
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < missing.size(); i++) {
      String key = missing.get(i);
      entry.append(i == 0 ? "" : "{").append(quoted ? quoted(key) : YamlWriter.inline(key));
      entry.append(": ");
    }
    entry.append(quoted(value));
    entry.append("}".repeat(missing.size() - 1));
    entry.append(mapping.isEmpty() ? "" : ", ");
    int at = start(mapping) + 1;
    return new Replacement(at, at, entry.toString());
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Optional<Replacement> inBlock(Mapping mapping, List<String> missing, String value) {
    int last = lastKey(mapping);
    int first = mapping.isEmpty() ? Tree.NOWHERE : mapping.keyOffset(0);
    if (last < 0 || first < 0) {
      return Optional.empty();
    }
    int column = first - lineStart(first);
    String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    String entry = entry(missing, value, column).replace("\n", lineEnd);
    if (mapping.value(last) instanceof Scalar scalar && end(scalar) >= 0) {
      // An alias stands for a scalar before its key.
      int at = lineEnd(Math.max(mapping.keyOffset(last), end(scalar)));
      boolean ended = at > 0 && text.charAt(at - 1) == '\n';
      return Optional.of(new Replacement(at, at, ended ? entry : lineEnd + entry));
    }
    int start = lineStart(first);
    return text.substring(start, first).isBlank()
        ? Optional.of(new Replacement(start, start, entry))
        : Optional.empty();
  }

  private static String entry(List<String> missing, String value, int column) {
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < missing.size(); i++) {
      entry.append(" ".repeat(column + i * INDENT));
      entry.append(YamlWriter.inline(missing.get(i))).append(':');
      entry.append(i == missing.size() - 1 ? " " + YamlWriter.inline(value) + "\n" : "\n");
    }
    return entry.toString();
  }

  /** The entry that stands last in the text: merge keys may have put others behind it. */
  private static int lastKey(Mapping mapping) {
    int last = -1;
    for (int i = 0; i < mapping.size(); i++) {
      boolean later = last < 0 || mapping.keyOffset(i) > mapping.keyOffset(last);
      last = later ? i : last;
    }
    return last;
  }

  /** Where a scalar of one line ends, or -1 when it is none, or stands in no text. */
  private int end(@Nullable Scalar scalar) {
    if (scalar == null || scalar.offset() < 0) {
      return -1;
    }
    int start = start(scalar);
    return switch (scalar.style()) {
      case PLAIN -> text.startsWith(scalar.text(), start) ? start + scalar.text().length() : -1;
      case SINGLE_QUOTED -> text.startsWith("'", start) ? closing(start, '\'') : -1;
      case DOUBLE_QUOTED -> text.startsWith("\"", start) ? closing(start, '"') : -1;
      case LITERAL, FOLDED, STRING -> -1;
    };
  }

  /** Where a node itself begins, behind its anchor and its tag. */
  private int start(Tree node) {
    int at = node.offset();
    while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }
    return at;
  }

  private int closing(int start, char quote) {
    for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote == '"') {
        i++;
      } else if (c == quote) {
        boolean doubled = quote == '\'' && i + 1 < text.length() && text.charAt(i + 1) == quote;
        if (!doubled) {
          return i + 1;
        }
        i++;
      }
    }
    return -1;
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The start of the next line, or the text's end. */
  private int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }
}
