package dev.portside.cli;

import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.Nearest;
import dev.portside.check.Severity;
import dev.portside.check.Strategy;
import dev.portside.manifest.Names;
import dev.portside.platform.Platform;
import dev.portside.platform.SettingsFile;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a project: {@code portside.yaml}, found from the working directory upwards. An
 * option on the command line beats a setting.
 */
final class ProjectSettings {

  private static final String FILE = "portside.yaml";
  private static final List<String> KEYS =
      List.of("namespace", "platform", "strategy", "failOn", "rules", "skipRules", "baseline");

  private static final List<String> LISTS = List.of("rules", "skipRules");

  private final Input input;
  private final Path folder;
  private final Mapping root;

  private ProjectSettings(Input input, Path folder, Mapping root) {
    this.input = input;
    this.folder = folder;
    this.root = root;
    for (int i = 0; i < root.size(); i++) {
      if (!KEYS.contains(root.key(i))) {
        throw wrong(
            root.keyOffset(i),
            "%s: unknown setting; known are %s".formatted(root.key(i), String.join(", ", KEYS)));
      }
    }
    // What is wrong is told even where an option beats it, and before anything is printed.
    namespace();
    strategy();
    failOn();
    KEYS.stream().filter(key -> !LISTS.contains(key)).forEach(this::text);
  }

  /** Returns the settings that hold in a directory; empty ones where no file is found. */
  static ProjectSettings find(Path directory) {
    for (Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(FILE);
      if (Files.isRegularFile(file)) {
        return read(file, at);
      }
    }
    return new ProjectSettings(Input.of(FILE, ""), directory, Mapping.empty());
  }

  private static ProjectSettings read(Path file, Path folder) {
    try {
      Input input = SettingsFile.read(file);
      return new ProjectSettings(input, folder, SettingsFile.root(input, "settings"));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private UsageException wrong(int offset, String message) {
    return new UsageException(
        String.valueOf(SettingsFile.wrong(input, offset, message).getMessage()));
  }

  /** Refuses the value of a setting. */
  private UsageException wrong(String key, String message) {
    return wrong(offset(key), key + ": " + message);
  }

  private int offset(String key) {
    Tree value = root.get(key);
    return value == null ? 0 : value.offset();
  }

  @Nullable String namespace() {
    String name = text("namespace");
    try {
      return name == null ? null : Names.label("namespace", name);
    } catch (IllegalArgumentException e) {
      throw wrong(offset("namespace"), String.valueOf(e.getMessage()));
    }
  }

  /** A platform file is named from where the settings stand. */
  @Nullable Platform platform() {
    String name = text("platform");
    try {
      return name == null ? null : PlatformOption.read(folder, name);
    } catch (PlatformOption.NoneException e) {
      throw wrong("platform", String.valueOf(e.getMessage()));
    }
  }

  @Nullable Path baseline() {
    String name = text("baseline");
    if (name == null) {
      return null;
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw wrong("baseline", "\"%s\": there is no such file".formatted(name));
    }
    return file;
  }

  @Nullable Strategy strategy() {
    return constant("strategy", Strategy.class);
  }

  @Nullable Severity failOn() {
    return constant("failOn", Severity.class);
  }

  List<String> rules() {
    return ruleIds("rules");
  }

  List<String> skippedRules() {
    return ruleIds("skipRules");
  }

  private @Nullable String text(String key) {
    Tree value = root.get(key);
    if (value == null || value instanceof Scalar) {
      return root.text(key);
    }
    throw wrong(value.offset(), key + ": must be a single value");
  }

  private List<String> ruleIds(String key) {
    Tree value = root.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Sequence ids)) {
      throw wrong(value.offset(), key + ": must be a list");
    }
    Set<String> known = new TreeSet<>();
    Portside.catalogue(Extensions.found()).forEach(info -> known.add(info.id()));
    for (Tree id : ids) {
      if (!(id instanceof Scalar scalar) || scalar.isNull()) {
        throw wrong(id.offset(), key + ": each item must be the id of a rule");
      }
      if (!known.contains(scalar.text())) {
        String nearest = Nearest.of(scalar.text(), known);
        throw wrong(
            id.offset(),
            "%s: \"%s\" is not a rule; the nearest is %s".formatted(key, scalar.text(), nearest));
      }
    }
    return ids.texts();
  }

  private <E extends Enum<E>> @Nullable E constant(String key, Class<E> type) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!words.contains(text)) {
      throw wrong(key, "\"%s\" must be %s".formatted(text, String.join(", ", words)));
    }
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
