package dev.portside.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON with Jackson's generator: two blanks an indent, a line end last. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** What is written. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static String of(Body body) {
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

  /**
   * Escapes what {@link Plain} would, since JSON is shown in logs and embedded in pages too.
   * Whatever that is, it stands in strings, where an escape means the same.
   */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i = json.offsetByCodePoints(i, 1)) {
      int next = json.offsetByCodePoints(i, 1);
      if (json.charAt(i) == '\n' || !Plain.isHidden(json, i) && !json.startsWith("</", i)) {
        out.append(json, i, next);
      } else {
        json.substring(i, next).chars().forEach(c -> out.append(String.format("\\u%04x", c)));
      }
    }
    return out.toString();
  }
}
