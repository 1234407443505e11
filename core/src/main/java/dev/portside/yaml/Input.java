package dev.portside.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that was read, its name (a file's path as the user gave it, or what stands for it), and
 * the argument for which it was read.
 */
public final class Input {

  /** Where each line starts would be a fifth of a manifest's text; a block is searched fast. */
  private static final int LINES_A_BLOCK = 32;

  private final String argument;
  private final String name;
  private final String text;
  private final Pool pool;
  private int @Nullable [] blocks;

  private Input(String argument, String name, String text) {
    this.argument = argument;
    this.name = name;
    this.text = text;
    this.pool = new Pool(text.length());
  }

  /** Returns an input of that name and text. */
  public static Input of(String name, String text) {
    return new Input(name, name, text);
  }

  /** Returns an input that was found in what the user named, such as a file of a directory. */
  public static Input of(String argument, String name, String text) {
    return new Input(argument, name, text);
  }

  /** Returns what the user named to have this read: the input itself, or a directory above it. */
  public String argument() {
    return argument;
  }

  /** Returns the name that messages use. */
  public String name() {
    return name;
  }

  /** Returns the whole text. */
  public String text() {
    return text;
  }

  Pool pool() {
    return pool;
  }

  /** Returns line and column of an offset in {@code char}s. */
  public Position position(int offset) {
    int[] starts = blocks();
    int found = Arrays.binarySearch(starts, offset);
    int block = found >= 0 ? found : -found - 2;
    int line = block * LINES_A_BLOCK;
    int start = starts[block];
    for (int at = newline(start); at >= 0 && at < offset; at = newline(start)) {
      start = at + 1;
      line++;
    }
    // A byte order mark stands before the first column.
    int column = offset - start + (line == 0 && hasMark() ? 0 : 1);
    return new Position(line + 1, Math.max(1, column));
  }

  private boolean hasMark() {
    return text.startsWith("\ufeff");
  }

  /** Returns a line's text, without its end. */
  public String line(int number) {
    int start = number == 1 && hasMark() ? 1 : blocks()[(number - 1) / LINES_A_BLOCK];
    for (int i = (number - 1) % LINES_A_BLOCK; i > 0; i--) {
      start = newline(start) + 1;
    }
    int next = newline(start);
    int end = next < 0 ? text.length() : next;
    boolean carriage = end > start && text.charAt(end - 1) == '\r';
    return text.substring(start, carriage ? end - 1 : end);
  }

  private int newline(int from) {
    return text.indexOf('\n', from);
  }

  /**
   * Where each block of lines starts is worked out when first asked for; two threads that both do
   * so agree.
   */
  private int[] blocks() {
    int[] starts = blocks;
    if (starts == null) {
      starts = new int[16];
      int lines = 1;
      for (int at = newline(0); at >= 0; at = newline(at + 1)) {
        int block = lines / LINES_A_BLOCK;
        if (lines % LINES_A_BLOCK == 0) {
          starts = block == starts.length ? Arrays.copyOf(starts, block * 2) : starts;
          starts[block] = at + 1;
        }
        lines++;
      }
      starts = Arrays.copyOf(starts, (lines - 1) / LINES_A_BLOCK + 1);
      blocks = starts;
    }
    return starts;
  }

  @Override
  public String toString() {
    return name;
  }
}
