package dev.portside.yaml;

import java.io.Reader;

/**
 * Reads a text without parting a surrogate pair: snakeyaml-engine 2.10 runs over the end of its
 * buffer when the last place of it holds the first half of one ({@code StreamReader.update}).
 */
final class PairReader extends Reader {

  private final String text;
  private int position;

  PairReader(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    int end = Math.min(text.length(), position + length);
    if (end == position) {
      return length == 0 ? 0 : -1;
    }
    if (end - position > 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    text.getChars(position, end, buffer, offset);
    int read = end - position;
    position = end;
    return read;
  }

  @Override
  public void close() {}
}
