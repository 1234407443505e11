package dev.portside.dapr.component;

import dev.portside.dapr.component.MetadataField.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One word of the catalogue: the name of a field and, after a slash, what is known of it. */
final class FieldWord {

  private FieldWord() {}

  /** Adds the field that a word names; of one that is there the profile is added. */
  static void read(String word, String profile, Map<String, MetadataField> fields) {
    int slash = word.indexOf('/');
    String name = slash < 0 ? word : word.substring(0, slash);
    String rest = slash < 0 ? "" : word.substring(slash + 1);
    int end = 0;
    while (end < rest.length() && "=@>".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String flags = rest.substring(0, end);
    String key = name.toLowerCase(Locale.ROOT);
    boolean needed = flags.indexOf('!') >= 0;
    MetadataField known = fields.get(key);
    Map<String, Boolean> profiles = new HashMap<>(known == null ? Map.of() : known.profiles());
    if (!profile.isEmpty()) {
      profiles.put(profile, needed);
    }
    fields.put(
        key,
        new MetadataField(
            known == null ? name : known.name(),
            kind(flags),
            needed && profile.isEmpty(),
            flags.indexOf('*') >= 0,
            flags.indexOf('~') >= 0,
            flags.indexOf('i') >= 0 ? "input" : flags.indexOf('o') >= 0 ? "output" : "",
            Set.copyOf(new HashSet<>(list(rest, '='))),
            list(rest, '@'),
            profiles,
            String.join("", list(rest, '>'))));
  }

  private static Kind kind(String flags) {
    Kind kind = Kind.TEXT;
    for (int i = 0; i < flags.length() && kind == Kind.TEXT; i++) {
      kind =
          switch (flags.charAt(i)) {
            case 'b' -> Kind.BOOL;
            case 'n' -> Kind.NUMBER;
            case 'd' -> Kind.DURATION;
            case 's' -> Kind.SIZE;
            default -> Kind.TEXT;
          };
    }
    return kind;
  }

  /** Returns the items that stand behind a mark. */
  private static List<String> list(String rest, char mark) {
    int begin = rest.indexOf(mark);
    if (begin < 0) {
      return List.of();
    }
    int end = begin + 1;
    while (end < rest.length() && "=@>".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return List.of(rest.substring(begin + 1, end).split(",", -1));
  }
}
