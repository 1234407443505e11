package dev.portside.report;

import dev.portside.Internal;
import dev.portside.yaml.Plain;
import java.util.LinkedHashMap;
import java.util.Map;

/** Elements of XML and HTML: what a manifest says stays text, whatever it is made of. */
@Internal
public final class Markup {

  private final StringBuilder out = new StringBuilder(4096);

  /** Returns text that is not markup, in elements and in quoted attributes. */
  public static String text(String text) {
    String plain = Plain.of(text);
    StringBuilder out = new StringBuilder(plain.length() + 16);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Returns attributes: names and values in turn. */
  public static Map<String, String> with(String... pairs) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.put(pairs[i], pairs[i + 1]);
    }
    return attributes;
  }

  public Markup open(String element, String... attributes) {
    return open(element, with(attributes));
  }

  public Markup open(String element, Map<String, String> attributes) {
    start(element, attributes).append('>');
    return this;
  }

  public Markup close(String element) {
    out.append("</").append(element).append(">");
    return this;
  }

  public Markup line() {
    out.append('\n');
    return this;
  }

  /** An element that holds nothing. */
  public Markup empty(String element, String... attributes) {
    start(element, with(attributes)).append("/>");
    return this;
  }

  /** An element that holds text. */
  public Markup leaf(String element, String content, String... attributes) {
    open(element, attributes);
    out.append(text(content));
    return close(element);
  }

  /** What is markup already. */
  public Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  private StringBuilder start(String element, Map<String, String> attributes) {
    out.append('<').append(element);
    attributes.forEach(
        (name, value) ->
            out.append(' ').append(name).append("=\"").append(text(value)).append('"'));
    return out;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
