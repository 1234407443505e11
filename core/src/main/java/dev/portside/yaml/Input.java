package dev.portside.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that was read, its name (a file's path as the user gave it, or what stands for it), and
 * the argument for which it was read.
 */
public final class Input {

  private final String argument;
  private final String name;
  private final String text;
  private final Pool pool;
  private int @Nullable [] lineStarts;

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
    int[] starts = lineStarts();
    int found = Arrays.binarySearch(starts, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, offset - starts[line] + 1);
  }

  /** Returns a line's text, without its end. */
  public String line(int number) {
    int[] starts = lineStarts();
    int start = starts[number - 1];
    int end = number < starts.length ? starts[number] - 1 : text.length();
    boolean carriage = end > start && text.charAt(end - 1) == '\r';
    return text.substring(start, carriage ? end - 1 : end);
  }

  /** Line starts are worked out when first asked for; two threads that both do so agree. */
  private int[] lineStarts() {
    int[] starts = lineStarts;
    if (starts == null) {
      starts = new int[16];
      int lines = 1;
      for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, lines * 2);
        }
        starts[lines++] = at + 1;
      }
      starts = Arrays.copyOf(starts, lines);
      lineStarts = starts;
    }
    return starts;
  }

  @Override
  public String toString() {
    return name;
  }
}
