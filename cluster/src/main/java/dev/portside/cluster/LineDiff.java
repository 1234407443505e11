package dev.portside.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Two texts of YAML side by side, line by line, as few lines as possible being different (Myers,
 * "An O(ND) Difference Algorithm and Its Variations", 1986). What is far from every change is left
 * out, but for the lines that tell where a change is: the keys above it.
 */
final class LineDiff {

  private static final int CONTEXT = 2;

  /** Texts that have more in difference than this are shown one after the other. */
  private static final int MOST = 2_000;

  private static final String GAP = "  ...\n";

  private record Line(char sign, String text) {
    boolean isChanged() {
      return sign != ' ';
    }

    /** How deep a line stands; an item stands between its list's key and its own fields. */
    int depth() {
      int indent = 0;
      while (indent < text.length() && text.charAt(indent) == ' ') {
        indent++;
      }
      if (indent == text.length()) {
        return Integer.MAX_VALUE;
      }
      boolean item = text.startsWith("- ", indent) || text.substring(indent).equals("-");
      return 2 * indent + (item ? 1 : 0);
    }
  }

  private LineDiff() {}

  /** Returns the lines that changed, each after its sign, and what is needed to place them. */
  static String of(String before, String after) {
    List<Line> lines = lines(split(before), split(after));
    boolean[] shown = shown(lines);
    StringBuilder out = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < lines.size(); i++) {
      if (shown[i]) {
        out.append(gap && !out.isEmpty() ? GAP : "").append(lines.get(i).sign()).append(' ');
        out.append(lines.get(i).text()).append('\n');
      }
      gap = !shown[i];
    }
    return out.toString();
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1)).subList(0, count(text));
  }

  private static int count(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private static boolean[] shown(List<Line> lines) {
    boolean[] shown = new boolean[lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isChanged()) {
        int end = Math.min(lines.size(), i + CONTEXT + 1);
        Arrays.fill(shown, Math.max(0, i - CONTEXT), end, true);
        showAbove(lines, i, shown);
      }
    }
    // A gap is worth its line only where it hides more than one.
    for (int i = 1; i + 1 < lines.size(); i++) {
      shown[i] |= shown[i - 1] && shown[i + 1];
    }
    return shown;
  }

  private static void showAbove(List<Line> lines, int changed, boolean[] shown) {
    int depth = lines.get(changed).depth();
    char other = lines.get(changed).sign() == '-' ? '+' : '-';
    for (int i = changed - 1; i >= 0 && depth > 0; i--) {
      Line line = lines.get(i);
      if (line.sign() != other && line.depth() < depth) {
        depth = line.depth();
        shown[i] = true;
      }
    }
  }

  private static List<Line> lines(List<String> before, List<String> after) {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    add(lines, ' ', before.subList(0, head));
    lines.addAll(
        middle(
            before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
    add(lines, ' ', before.subList(before.size() - tail, before.size()));
    return lines;
  }

  private static void add(List<Line> lines, char sign, List<String> texts) {
    texts.forEach(text -> lines.add(new Line(sign, text)));
  }

  private static List<Line> middle(List<String> before, List<String> after) {
    List<int[]> trace = trace(before, after);
    List<Line> lines = new ArrayList<>();
    if (trace.isEmpty()) {
      add(lines, '-', before);
      add(lines, '+', after);
      return lines;
    }
    int x = before.size();
    int y = after.size();
    for (int d = trace.size() - 1; d >= 0; d--) {
      int[] reach = trace.get(d);
      int k = x - y;
      boolean down = d > 0 && isDown(reach, d, k);
      int startX = d == 0 ? 0 : reach(reach, d, down ? k + 1 : k - 1);
      int startY = d == 0 ? 0 : startX - (down ? k + 1 : k - 1);
      int afterX = d == 0 ? 0 : down ? startX : startX + 1;
      while (x > afterX) {
        x--;
        y--;
        lines.add(new Line(' ', before.get(x)));
      }
      if (d > 0) {
        lines.add(down ? new Line('+', after.get(startY)) : new Line('-', before.get(startX)));
      }
      x = startX;
      y = startY;
    }
    Collections.reverse(lines);
    return lines;
  }

  /**
   * Returns how far each diagonal had come before each step, or nothing when too much differs. The
   * diagonals of step {@code d} go from {@code -d - 1} to {@code d + 1}.
   */
  private static List<int[]> trace(List<String> before, List<String> after) {
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(MOST, before.size() + after.size());
    int[] reach = new int[2 * most + 3];
    int zero = most + 1;
    for (int d = 0; d <= most; d++) {
      trace.add(Arrays.copyOfRange(reach, zero - d - 1, zero + d + 2));
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || k != d && reach[zero + k - 1] < reach[zero + k + 1];
        int x = d == 0 ? 0 : down ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
        int y = x - k;
        while (x < before.size() && y < after.size() && before.get(x).equals(after.get(y))) {
          x++;
          y++;
        }
        reach[zero + k] = x;
        if (x >= before.size() && y >= after.size()) {
          return trace;
        }
      }
    }
    return List.of();
  }

  private static boolean isDown(int[] reach, int d, int k) {
    return k == -d || k != d && reach(reach, d, k - 1) < reach(reach, d, k + 1);
  }

  private static int reach(int[] reach, int d, int k) {
    return reach[k + d + 1];
  }
}
