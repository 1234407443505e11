package dev.portside.dapr.component;

/** The words of a line of data, separated by single blanks. */
final class Words {

  private final String line;
  private int at;

  Words(String line) {
    this.line = line;
  }

  boolean hasNext() {
    return at < line.length();
  }

  String next() {
    int space = line.indexOf(' ', at);
    int end = space < 0 ? line.length() : space;
    String word = line.substring(at, end);
    at = end + 1;
    return word;
  }
}
