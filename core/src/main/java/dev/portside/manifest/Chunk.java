package dev.portside.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one document of an input. A line that begins with {@code ---} begins the next one,
 * wherever it stands: YAML allows it nowhere else.
 *
 * @param text the whole input's text
 * @param start where the document begins, in {@code char}s
 * @param end where it ends, exclusive
 */
record Chunk(String text, int start, int end) {

  private static final String ACTION = "{{";

  static List<Chunk> of(String text) {
    List<Chunk> chunks = new ArrayList<>();
    int start = text.startsWith("\ufeff") ? 1 : 0;
    for (int at = marker(text, start); at >= 0; at = marker(text, at + 1)) {
      add(text, start, at, chunks);
      start = at;
    }
    add(text, start, text.length(), chunks);
    return chunks;
  }

  /** JSON has no markers: one object may just follow another. */
  private static void add(String text, int start, int end, List<Chunk> chunks) {
    int from = start;
    int first = text.startsWith("---", start) ? start + 3 : start;
    for (int at = next(text, first, end); at >= 0; at = next(text, at, end)) {
      chunks.add(new Chunk(text, from, at));
      from = at;
    }
    chunks.add(new Chunk(text, from, end));
  }

  /** Returns where an object begins that follows the one at a place, or -1. */
  private static int next(String text, int from, int end) {
    int at = content(text, from, end);
    if (at >= end || text.charAt(at) != '{') {
      return -1;
    }
    int depth = 0;
    boolean quoted = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (quoted) {
        at += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '}') {
        depth += c == '{' ? 1 : -1;
        if (depth == 0) {
          int following = content(text, at + 1, end);
          return following < end && text.charAt(following) == '{' ? following : -1;
        }
      }
    }
    return -1;
  }

  private static int content(String text, int from, int end) {
    int at = from;
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Returns where the next line after that place begins that is a marker, or -1. */
  private static int marker(String text, int from) {
    int end = text.indexOf("\n---", from);
    while (end >= 0 && end + 4 < text.length() && !Character.isWhitespace(text.charAt(end + 4))) {
      end = text.indexOf("\n---", end + 1);
    }
    return end < 0 ? -1 : end + 1;
  }

  /** Returns whether nothing stands in it but comments and its marker. */
  boolean isBlank() {
    int line = start;
    while (line < end) {
      int next = text.indexOf('\n', line);
      int stop = next < 0 || next > end ? end : next;
      String content = text.substring(line, stop).strip();
      boolean nothing =
          content.isEmpty()
              || content.startsWith("#")
              || content.equals("---")
              || content.equals("...");
      if (!nothing) {
        return false;
      }
      line = stop + 1;
    }
    return true;
  }

  /**
   * Returns where its last character stands that is not a blank: what it lacks is missing there.
   */
  int lastCharacter() {
    int last = end - 1;
    while (last > start && " \t\r\n".indexOf(text.charAt(last)) >= 0) {
      last--;
    }
    return Math.max(start, last);
  }

  /** Returns whether it says at its top level of what kind it is. */
  boolean looksLikeManifest() {
    return hasLine("kind:") && hasLine("apiVersion:");
  }

  /** Returns whether actions of a template stand in it. */
  boolean holdsActions() {
    // A search in the whole text would go on behind the end, once for each document.
    return text.substring(start, end).contains(ACTION);
  }

  /** Returns where the action begins that made a parser stop at a place of the document. */
  int action(int stopped) {
    int before = text.lastIndexOf(ACTION, stopped);
    int lineStart = text.lastIndexOf('\n', Math.max(0, stopped - 1)) + 1;
    return before >= Math.max(start, lineStart) ? before : nextAction(start);
  }

  /** Returns where the next action begins from a place on; the place where there is none. */
  int nextAction(int from) {
    int next = text.indexOf(ACTION, from);
    return next < 0 || next >= end ? from : next;
  }

  /** Returns what stands at the beginning of a line behind {@code kind:}; empty where none does. */
  String kind() {
    int at = line("kind:", start);
    return at < 0 ? "" : text.substring(at + "kind:".length(), lineEnd(at)).strip();
  }

  /**
   * Returns where the line {@code spec:} begins when kind, apiVersion and metadata stand before it
   * and nothing but a status behind it; else -1.
   */
  int body() {
    int body = line("spec:", start);
    boolean headed =
        body >= 0
            && new Chunk(text, start, body).looksLikeManifest()
            && new Chunk(text, start, body).hasLine("metadata:");
    if (!headed) {
      return -1;
    }
    for (int at = nextLine(body); at < end; at = nextLine(at)) {
      char first = text.charAt(at);
      boolean inside = first == ' ' || first == '\n' || first == '\r' || first == '#';
      if (!inside && !text.startsWith("status:", at)) {
        return -1;
      }
    }
    return body;
  }

  private boolean hasLine(String key) {
    return line(key, start) >= 0;
  }

  /** Returns where the first line from {@code from} on that begins with a key begins, or -1. */
  private int line(String key, int from) {
    for (int at = from; at < end; at = nextLine(at)) {
      if (text.startsWith(key, at)) {
        return at;
      }
    }
    return -1;
  }

  private int lineEnd(int at) {
    int next = text.indexOf('\n', at);
    return next < 0 || next > end ? end : next;
  }

  private int nextLine(int at) {
    return lineEnd(at) + 1;
  }
}
