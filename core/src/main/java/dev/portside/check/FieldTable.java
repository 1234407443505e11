package dev.portside.check;

import dev.portside.manifest.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields kinds have, as data: a text beside a class, read when a resource of one of its API
 * groups is met for the first time. Immutable as seen from outside.
 *
 * <p>Lines that begin with {@code #} say where the facts come from. {@code @apps/v1 Deployment T}
 * says that the type {@code T} is that of a kind. {@code T a b:U *:V} lists the fields of a type:
 * of {@code a} nothing more is known, {@code b} is of the type {@code U} or a sequence of such, and
 * every other key is of the type {@code V}. {@code []} at the end of a field says that it is a
 * list, {@code {}} that it is a mapping.
 */
public final class FieldTable {

  private final Class<?> beside;
  private final String file;
  private final Set<String> groups;
  private volatile @Nullable Map<String, Map<String, FieldType>> kinds;

  private FieldTable(Class<?> beside, String file, Set<String> groups) {
    this.beside = beside;
    this.file = file;
    this.groups = groups;
  }

  /**
   * Returns the table of that file name beside a class. Nothing is read yet.
   *
   * @param groups the API groups of its kinds; empty for the core group
   */
  public static FieldTable of(Class<?> beside, String file, List<String> groups) {
    return new FieldTable(beside, file, Set.copyOf(groups));
  }

  /** Returns the API groups of its kinds. */
  public Set<String> groups() {
    return groups;
  }

  /** Returns the type of a kind, or null when the table does not know it. */
  @Nullable FieldType type(String apiVersion, String kind) {
    Map<String, FieldType> versions = kinds().get(kind);
    return versions == null ? null : versions.get(apiVersion);
  }

  /** Returns the type of a resource's kind; nothing is read where its group is none of these. */
  @Nullable FieldType typeOf(Resource resource) {
    String apiVersion = resource.ref().apiVersion();
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return groups.contains(group) ? type(apiVersion, resource.kind()) : null;
  }

  /** Returns the types by kind and API version. Read twice when two threads come at once. */
  Map<String, Map<String, FieldType>> kinds() {
    Map<String, Map<String, FieldType>> known = kinds;
    if (known == null) {
      known = parse(text());
      kinds = known;
    }
    return known;
  }

  private String text() {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " beside " + beside.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Map<String, FieldType>> parse(String text) {
    Map<String, Map<String, FieldType>> kinds = new HashMap<>();
    Map<String, FieldType> types = new HashMap<>();
    int begin = 0;
    while (begin < text.length()) {
      int newline = text.indexOf('\n', begin);
      int end = newline < 0 ? text.length() : newline;
      if (end > begin && text.charAt(begin) != '#') {
        Words words = new Words(text, begin, end);
        if (text.charAt(begin) == '@') {
          String apiVersion = words.next().substring(1);
          String kind = words.next();
          versions(kinds, kind).put(apiVersion, type(types, words.next()));
        } else {
          fields(types, words);
        }
      }
      begin = end + 1;
    }
    return kinds;
  }

  private static Map<String, FieldType> versions(
      Map<String, Map<String, FieldType>> kinds, String kind) {
    Map<String, FieldType> versions = kinds.get(kind);
    if (versions == null) {
      versions = new HashMap<>();
      kinds.put(kind, versions);
    }
    return versions;
  }

  private static void fields(Map<String, FieldType> types, Words words) {
    FieldType type = type(types, words.next());
    while (words.hasNext()) {
      String word = words.next();
      FieldType.Form form = form(word);
      String field = form == FieldType.Form.ANY ? word : word.substring(0, word.length() - 2);
      int colon = field.indexOf(':');
      String name = colon < 0 ? field : field.substring(0, colon);
      type.put(name, colon < 0 ? FieldType.OPEN : type(types, field.substring(colon + 1)));
      if (form != FieldType.Form.ANY) {
        type.put(name, form);
      }
    }
  }

  private static FieldType.Form form(String word) {
    return switch (word.charAt(word.length() - 1)) {
      case ']' -> FieldType.Form.LIST;
      case '}' -> FieldType.Form.MAPPING;
      default -> FieldType.Form.ANY;
    };
  }

  /** Types are named before they are listed. */
  private static FieldType type(Map<String, FieldType> types, String name) {
    FieldType type = types.get(name);
    if (type == null) {
      type = new FieldType();
      types.put(name, type);
    }
    return type;
  }

  /** The words of a line, without the regular expressions that would cost a cold JVM dearly. */
  private static final class Words {

    private final String text;
    private final int end;
    private int at;

    Words(String text, int begin, int end) {
      this.text = text;
      this.at = begin;
      this.end = end;
    }

    boolean hasNext() {
      return at < end;
    }

    String next() {
      int space = text.indexOf(' ', at);
      int stop = space < 0 || space > end ? end : space;
      String word = text.substring(at, stop);
      at = stop + 1;
      return word;
    }
  }
}
