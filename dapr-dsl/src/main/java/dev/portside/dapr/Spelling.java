package dev.portside.dapr;

import dev.portside.dapr.injection.Fact;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.value.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes what Dapr is told of an app as one release reads it. */
final class Spelling {

  private static final int MEBIBYTE = 20;
  private static final int KIBIBYTE = 10;

  private final String resource;
  private final DaprAnnotations known;
  private final Map<String, String> annotations = new LinkedHashMap<>();

  private Spelling(String resource, DaprAnnotations known) {
    this.resource = resource;
    this.known = known;
  }

  /**
   * Returns the annotations, by key, in the order of the settings.
   *
   * @param resource whose they are, as messages name it
   * @param settings what Dapr is told, by concept
   * @throws UnsupportedOnPlatformException if the release cannot be told
   */
  static Map<String, String> of(
      String resource, Map<String, String> settings, DaprAnnotations known) {
    Spelling spelling = new Spelling(resource, known);
    settings.forEach(spelling::put);
    return spelling.annotations;
  }

  private void put(String concept, String value) {
    switch (concept) {
      case "app-protocol" -> protocol(value);
      case "max-body-size" -> size(concept, value, "http-max-request-size", MEBIBYTE);
      case "read-buffer-size" -> size(concept, value, "http-read-buffer-size", KIBIBYTE);
      case "placement-host-address", "scheduler-host-address" -> address(concept, value);
      default -> annotations.put(key(concept), value);
    }
  }

  private void protocol(String value) {
    boolean tls = value.equals("https") || value.equals("grpcs");
    if (known.release().is(Fact.TLS_IN_PROTOCOL) || !tls && !value.equals("h2c")) {
      annotations.put(key("app-protocol"), value);
    } else if (tls) {
      annotations.put(key("app-protocol"), value.substring(0, value.length() - 1));
      annotations.put(key("app-ssl"), "true");
    } else {
      throw unsupported("app-protocol " + value, "1.11");
    }
  }

  /** Before quantities there were whole units. */
  private void size(String concept, String value, String old, int shift) {
    Optional<String> key = known.key(concept);
    OptionalLong units = Quantity.parse(value).units(shift);
    if (key.isEmpty() && known.key(old).isPresent() && units.isPresent()) {
      annotations.put(key(old), Long.toString(units.getAsLong()));
    } else {
      annotations.put(key(concept), value);
    }
  }

  private void address(String concept, String value) {
    String key = key(concept);
    if (value.isBlank() && !known.release().is(Fact.BLANK_PLACEMENT_IS_OFF)) {
      throw unsupported("a blank " + concept, "1.15");
    }
    annotations.put(key, value);
  }

  private String key(String concept) {
    return known
        .key(concept)
        .orElseThrow(() -> unsupported(concept, DaprAnnotations.since(concept)));
  }

  private UnsupportedOnPlatformException unsupported(String what, String since) {
    return new UnsupportedOnPlatformException(
        resource,
        "dapr.io/" + what.replace("a blank ", ""),
        "Dapr %s does not know %s"
            .formatted(known.release().asked(), what.contains(" ") ? what : "it"),
        "leave it out, which keeps Dapr's default, or use Dapr %s or later".formatted(since));
  }
}
