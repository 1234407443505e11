package dev.portside.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.portside.Internal;
import dev.portside.yaml.Plain;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes JSON with Jackson's generator: two blanks an indent, a line end last. */
@Internal
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** What is written. */
  public interface Body {
    /** Writes one value. */
    void write(JsonGenerator json) throws IOException;
  }

  /** Returns the text of what is written. */
  public static String of(Body body) {
    StringWriter out = new StringWriter();
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter pretty =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.setPrettyPrinter(pretty);
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return escaped(out.append("\n").toString());
  }

  /** Writes a field that holds a list of strings. */
  public static void texts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /**
   * Escapes what {@link Plain} would, since JSON is shown in logs and embedded in pages too.
   * Whatever that is, it stands in strings, where an escape means the same.
   */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length() + 16);
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      if (isHidden(json, i)) {
        int end = json.offsetByCodePoints(i, 1);
        out.append(json, copied, i);
        json.substring(i, end).chars().forEach(c -> out.append(String.format("\\u%04x", c)));
        copied = end;
        i = end - 1;
      } else if (Character.isHighSurrogate(json.charAt(i))) {
        i++;
      }
    }
    return copied == 0 ? json : out.append(json, copied, json.length()).toString();
  }

  /** Jackson itself escapes what ASCII has below the blank, but for the ends of its own lines. */
  private static boolean isHidden(String json, int at) {
    char c = json.charAt(at);
    if (c < '\u007f' && c != '#' && c != '<') {
      return false;
    }
    return Plain.isHidden(json, at) || json.startsWith("</", at);
  }
}
