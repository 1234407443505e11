package dev.portside.value;

import static com.google.common.truth.Truth.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoTextTest {

  /** Those with the property White_Space, as Unicode's PropList.txt lists them. */
  @Test
  void trim_whatUnicodeCallsWhiteSpace() {
    String spaces =
        IntStream.rangeClosed(0, Character.MAX_VALUE)
            .filter(c -> GoText.trim("" + (char) c).isEmpty())
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    assertThat(spaces)
        .isEqualTo(
            "\t\n\u000B\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
                + "\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000");
  }

  @Test
  void trim_bothEndsOnly() {
    assertThat(GoText.trim("\u00A0\t a\u2003b \n")).isEqualTo("a\u2003b");
    assertThat(GoText.trim("\u001Fa\u200B")).isEqualTo("\u001Fa\u200B");
    assertThat(GoText.trim("")).isEmpty();
  }

  @Test
  void quote_printable() {
    assertThat(GoText.quote("")).isEqualTo("\"\"");
    assertThat(GoText.quote("a 'é' 語")).isEqualTo("\"a 'é' 語\"");
  }

  @Test
  void quote_escapes() {
    assertThat(GoText.quote("\u0007\b\f\n\r\t\u000B\"\\"))
        .isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\\\"\\\\\"");
  }

  @Test
  void quote_unprintable() {
    assertThat(GoText.quote("a\t\"\\\u00A0\u0001\u000B"))
        .isEqualTo("\"a\\t\\\"\\\\\\u00a0\\x01\\v\"");
    assertThat(GoText.quote("\u200b\u0007")).isEqualTo("\"\\u200b\\a\"");
    assertThat(GoText.quote("\u007F\u0085\uE000\u2028"))
        .isEqualTo("\"\\x7f\\u0085\\ue000\\u2028\"");
  }

  @Test
  void quote_beyondTheFirstPlane() {
    assertThat(GoText.quote("\uD83D\uDE00\uDB40\uDC01")).isEqualTo("\"\uD83D\uDE00\\U000e0001\"");
  }
}
