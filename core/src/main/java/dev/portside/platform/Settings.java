package dev.portside.platform;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.ScalarType;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one section, read by type. A wrong value is named with its place and what fits.
 */
public final class Settings {

  private static final int LAST_PORT = 65535;

  private final String section;
  private final Input input;
  private final Mapping own;
  private final Mapping fallback;
  private final Set<String> known = new TreeSet<>();

  Settings(String section, Input input, Mapping own, Mapping fallback) {
    this.section = section;
    this.input = input;
    this.own = own;
    this.fallback = fallback;
  }

  /** Returns the text under that key. */
  public String text(String key) {
    return scalar(key).text();
  }

  /** Returns the boolean under that key. */
  public boolean flag(String key) {
    Scalar scalar = scalar(key);
    if (scalar.type() != ScalarType.BOOL) {
      throw wrong(key, "true or false");
    }
    return scalar.isTrue();
  }

  /** Returns the constant under that key: its name in lower case, words joined by {@code -}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    String text = text(key);
    for (E constant : type.getEnumConstants()) {
      if (spelling(constant).equals(text)) {
        return constant;
      }
    }
    List<String> accepted = Arrays.stream(type.getEnumConstants()).map(Settings::spelling).toList();
    throw wrong(key, String.join(", ", accepted));
  }

  /** Returns the texts of the sequence under that key, none when it is missing. */
  public List<String> texts(String key) {
    Tree value = find(key);
    if (value == null || isNull(value)) {
      return List.of();
    }
    if (!(value instanceof Sequence sequence) || sequence.texts().size() < sequence.size()) {
      throw wrong(key, "a list of strings");
    }
    return sequence.texts();
  }

  /** Returns the pairs under that key, written as a list of {@code name=value}; in their order. */
  public Map<String, String> pairs(String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : texts(key)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw wrong(key, "a list of name=value");
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }

  /** Returns the port number under that key, from {@code least} to 65535. */
  public int port(String key, int least) {
    String text = text(key);
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < least || port > LAST_PORT) {
      throw wrong(key, "a port, %d to %d".formatted(least, LAST_PORT));
    }
    return port;
  }

  private Scalar scalar(String key) {
    if (find(key) instanceof Scalar scalar && !scalar.isNull()) {
      return scalar;
    }
    throw wrong(key, "a single value");
  }

  /** A setting without a value counts as left out. */
  private @Nullable Tree find(String key) {
    known.add(key);
    Tree value = own.get(key);
    return value == null || isNull(value) ? fallback.get(key) : value;
  }

  private static boolean isNull(Tree value) {
    return value instanceof Scalar scalar && scalar.isNull();
  }

  /** To be called when the section has asked for all settings that it knows. */
  void refuseUnknown() {
    for (String key : own.keys()) {
      if (!known.contains(key)) {
        throw problem(key, "unknown; known are " + String.join(", ", known));
      }
    }
  }

  private IllegalArgumentException wrong(String key, String accepted) {
    return problem(key, "must be " + accepted);
  }

  /** A setting that stands in a text is named with its place. */
  private IllegalArgumentException problem(String key, String message) {
    int index = own.indexOf(key);
    boolean placed = index >= 0 && !input.text().isEmpty();
    String place = placed ? ":" + input.position(own.keyOffset(index)) : "";
    return new IllegalArgumentException(
        "%s%s: %s.%s: %s".formatted(input, place, section, key, message));
  }

  private static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
