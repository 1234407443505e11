package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field that the known type does not have. Kinds and versions that no table knows are not judged.
 *
 * <p>A rule that knows more of a field reports it instead, if its finding has the cause {@link
 * Cause#field}.
 */
final class ManifestUnknownField extends Rule {

  private static final FieldTable KUBERNETES =
      FieldTable.of(
          ManifestUnknownField.class,
          "fields.txt",
          List.of(
              "",
              "apps",
              "autoscaling",
              "batch",
              "networking.k8s.io",
              "policy",
              "rbac.authorization.k8s.io"));

  private final Map<String, List<FieldTable>> byGroup = new HashMap<>();

  ManifestUnknownField(List<FieldTable> tables) {
    super("manifest-unknown-field", Severity.WARNING, Rank.HINT, "the kind has no such field");
    add(KUBERNETES);
    tables.forEach(this::add);
  }

  private void add(FieldTable table) {
    for (String group : table.groups()) {
      byGroup.computeIfAbsent(group, g -> new ArrayList<>(1)).add(table);
    }
  }

  /** Returns core's own table. */
  static FieldTable kubernetes() {
    return KUBERNETES;
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource resource : scene.manifests().resources()) {
      FieldType type = type(resource);
      if (type != null) {
        new Walk(resource, type, found).mapping(resource.tree(), type);
      }
    }
  }

  private @Nullable FieldType type(Resource resource) {
    String apiVersion = resource.ref().apiVersion();
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    List<FieldTable> tables = byGroup.getOrDefault(group, List.of());
    for (int i = 0; i < tables.size(); i++) {
      FieldType type = tables.get(i).type(apiVersion, resource.kind());
      if (type != null) {
        return type;
      }
    }
    return null;
  }

  /** One way down the tree of one resource. */
  private final class Walk {

    private final Resource resource;
    private final FieldType root;
    private final Found found;

    /** The keys and indexes down to where the walk is. */
    private final List<String> path = new ArrayList<>();

    Walk(Resource resource, FieldType root, Found found) {
      this.resource = resource;
      this.root = root;
      this.found = found;
    }

    void mapping(Mapping mapping, FieldType type) {
      for (int i = 0; i < mapping.size(); i++) {
        String key = mapping.key(i);
        FieldType field = type.get(key);
        if (field == null) {
          // A key that stands twice is one field; manifest-duplicate-key says the rest.
          if (mapping.indexOf(key) == i) {
            found.add(finding(key));
          }
        } else if (field != FieldType.OPEN && type.form(key).fits(mapping.value(i))) {
          // What is no list where one must stand has no fields; manifest-field-shape says so.
          below(mapping.value(i), key, field);
        }
      }
    }

    private void below(Tree value, String segment, FieldType type) {
      path.add(segment);
      if (value instanceof Mapping mapping) {
        mapping(mapping, type);
      } else if (value instanceof Sequence sequence) {
        for (int i = 0; i < sequence.size(); i++) {
          below(sequence.get(i), Integer.toString(i), type);
        }
      }
      path.remove(path.size() - 1);
    }

    private Finding.Builder finding(String key) {
      Pointer field = Pointer.of(path.toArray(new String[0])).child(key);
      Guess guess = Guess.of(resource, root, path, key);
      return at(resource, field)
          .message("field \"%s\" is unknown in %s%s".formatted(key, guess.place(), guess.message()))
          .why(
              "the API server refuses it where it is strict, as kubectl asks it to be; elsewhere it"
                  + " drops the field, and the default applies")
          .help(guess.help())
          .fieldCause();
    }
  }

  /**
   * What the author of an unknown field most likely meant.
   *
   * @param place the mapping that holds it, as messages name it
   * @param message how the message goes on
   * @param help what to do
   */
  private record Guess(String place, String message, String help) {

    private static final String[] LEVELS = {"one level", "two levels"};

    /** A mapping above the field: its type, what it holds, and how messages name it. */
    private record Level(FieldType type, Mapping mapping, String place) {}

    static Guess of(Resource resource, FieldType root, List<String> path, String key) {
      List<Level> levels = levels(resource, root, path);
      Level here = levels.get(levels.size() - 1);
      for (String name : sorted(here.type())) {
        if (name.equalsIgnoreCase(key)) {
          return nearest(here, name);
        }
      }
      Guess misplaced = misplaced(levels, key, 1);
      if (misplaced != null) {
        return misplaced;
      }
      String nearest = here.type().names().isEmpty() ? "" : Nearest.of(key, here.type().names());
      int distance = Nearest.distance(key, nearest);
      if (distance > 2) {
        misplaced = misplaced(levels, key, 2);
        if (misplaced != null) {
          return misplaced;
        }
      }
      // Of two words with more letters that differ than are the same, neither means the other.
      if (!nearest.isEmpty() && distance <= Math.max(2, key.length() / 2)) {
        return nearest(here, nearest);
      }
      return new Guess(here.place(), "", "remove it, or move it to where it belongs");
    }

    private static Guess nearest(Level here, String name) {
      return new Guess(here.place(), "; the nearest is " + name, "write " + name);
    }

    private static @Nullable Guess misplaced(List<Level> levels, String key, int distance) {
      Level here = levels.get(levels.size() - 1);
      int above = levels.size() - 1 - distance;
      if (above >= 0 && levels.get(above).type().names(key)) {
        return misplaced(here, key, levels.get(above).place(), distance, "up");
      }
      String below = below(here, key, distance);
      return below == null ? null : misplaced(here, key, below, distance, "down");
    }

    private static Guess misplaced(Level here, String key, String there, int distance, String way) {
      String levels = LEVELS[distance - 1];
      return new Guess(
          here.place(),
          "; %s has a field of that name, %s %s".formatted(there, levels, way),
          "move %s %s %s, to %s".formatted(key, levels, way, there));
    }

    /** Returns where a field of that name is that deep below; a place that is written wins. */
    private static @Nullable String below(Level level, String key, int distance) {
      String found = null;
      for (String name : sorted(level.type())) {
        FieldType type = level.type().get(name);
        if (type == null || type == FieldType.OPEN) {
          continue;
        }
        Tree value = level.mapping().get(name);
        String place = level.place() + separator(level.place()) + name;
        Mapping mapping = value instanceof Mapping own ? own : Mapping.empty();
        String there = null;
        if (distance > 1) {
          there = below(new Level(type, mapping, place), key, distance - 1);
        } else if (type.names(key)) {
          there = place;
        }
        if (there != null && value != null) {
          return there;
        }
        found = found == null ? there : found;
      }
      return found;
    }

    private static List<Level> levels(Resource resource, FieldType root, List<String> path) {
      List<Level> levels = new ArrayList<>();
      Tree node = resource.tree();
      FieldType type = root;
      String place = resource.kind();
      levels.add(new Level(type, resource.tree(), place));
      for (String segment : path) {
        boolean item = node instanceof Sequence;
        node = node == null ? null : node.child(segment);
        if (item) {
          place = "%s[%s]".formatted(place, segment);
        } else {
          type = known(type.get(segment));
          place = place + separator(place) + segment;
        }
        if (node instanceof Mapping mapping) {
          levels.add(new Level(type, mapping, place));
        }
      }
      return levels;
    }

    private static FieldType known(@Nullable FieldType type) {
      return type == null ? FieldType.OPEN : type;
    }

    /** The kind is a word of its own; below it fields are joined as kubectl explain takes them. */
    private static String separator(String place) {
      return place.indexOf(' ') < 0 ? " " : ".";
    }

    private static List<String> sorted(FieldType type) {
      List<String> names = new ArrayList<>(type.names());
      Collections.sort(names);
      return names;
    }
  }
}
