package dev.portside.report;

import dev.portside.yaml.Plain;

/** What is shown of a line around a place in it, and how many columns stand before that place. */
record Excerpt(String text, int before) {

  /** A manifest may be one line of JSON: nobody finds the caret below ten thousand columns. */
  private static final int COLUMNS = 120;

  private static final String CUT = "…";

  /**
   * Returns a line as {@link Plain} shows it: whole if it is short, else as much of it as fits,
   * with a mark at each cut.
   *
   * @param at the place, in {@code char}s from 0
   */
  static Excerpt of(String line, int at) {
    // Hardly a character takes less than a column, and so what is further away is never seen.
    int from = whole(line, at - COLUMNS);
    int to = whole(line, at + COLUMNS);
    String shown = Plain.of(line.substring(from, to));
    int place = Plain.of(line.substring(from, whole(line, at))).length();
    boolean fits = from == 0 && to == line.length() && shown.length() <= COLUMNS;
    int room = fits ? shown.length() : COLUMNS - 2 * CUT.length();
    int start = whole(shown, Math.min(place - room / 2, shown.length() - room));
    int end = whole(shown, start + room);
    String before = from > 0 || start > 0 ? CUT : "";
    String behind = to < line.length() || end < shown.length() ? CUT : "";
    return new Excerpt(
        before + shown.substring(start, end) + behind,
        Columns.of(before + shown.substring(start, Math.max(start, Math.min(place, end)))));
  }

  /** Returns the nearest place to cut that is in the text, and in no surrogate pair. */
  private static int whole(String text, int at) {
    int cut = Math.max(0, Math.min(text.length(), at));
    boolean inPair =
        cut > 0
            && cut < text.length()
            && Character.isSurrogatePair(text.charAt(cut - 1), text.charAt(cut));
    return inPair ? cut - 1 : cut;
  }
}
