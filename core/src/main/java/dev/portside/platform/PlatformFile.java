package dev.portside.platform;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A platform as a file: {@code profile}, core's section {@code cluster}, and a section of each
 * extension. Wrong keys and values are refused with line and column.
 */
public final class PlatformFile {

  private static final String PROFILE = "profile";
  private static final String CLUSTER = "cluster";
  private static final List<String> CLUSTER_KEYS =
      List.of("dataplane", "closedWorld", "namespaces");

  private final Input input;
  private final Mapping root;

  private PlatformFile(Input input, Mapping root) {
    this.input = input;
    this.root = root;
  }

  /**
   * Returns the platform that a file describes.
   *
   * @throws IllegalArgumentException if it cannot be read, or has an unknown key or value, with the
   *     place
   */
  public static Platform read(Path file) {
    return read(file, platform -> {});
  }

  /**
   * Returns the platform that a file describes, once whoever is to use it has looked at it.
   *
   * @param check throws an {@link IllegalArgumentException} for a value that it cannot use, which
   *     the message quotes; it is thrown on with the place of that value
   * @throws IllegalArgumentException if it cannot be read, or has an unknown key or value, with the
   *     place
   */
  public static Platform read(Path file, Consumer<Platform> check) {
    return read(SettingsFile.read(file), check);
  }

  /** Returns the platform that a text describes; see {@link #read(Path)}. */
  public static Platform read(Input input) {
    return read(input, platform -> {});
  }

  private static Platform read(Input input, Consumer<Platform> check) {
    PlatformFile file = new PlatformFile(input, SettingsFile.root(input, "sections"));
    Platform platform = file.platform();
    try {
      check.accept(platform);
    } catch (IllegalArgumentException e) {
      throw file.placed(file.root, "", e);
    }
    return platform;
  }

  private Platform platform() {
    TreeSet<String> known = new TreeSet<>(List.of(PROFILE, CLUSTER));
    Platform.sections().forEach(section -> known.add(section.name()));
    for (int i = 0; i < root.size(); i++) {
      if (!known.contains(root.key(i))) {
        throw wrong(
            root.keyOffset(i),
            "%s: unknown section; known are %s".formatted(root.key(i), String.join(", ", known)));
      }
    }
    Platform platform = profile();
    for (Section<?> section : Platform.sections()) {
      platform = with(platform, section);
    }
    return cluster(platform);
  }

  private Platform profile() {
    String name = root.text(PROFILE);
    try {
      return name == null ? Platform.today() : Platform.profile(name);
    } catch (IllegalArgumentException e) {
      Tree value = root.get(PROFILE);
      throw wrong(value == null ? 0 : value.offset(), String.valueOf(e.getMessage()));
    }
  }

  private <T> Platform with(Platform platform, Section<T> section) {
    Tree own = root.get(section.name());
    if (own == null) {
      return platform;
    }
    if (!(own instanceof Mapping settings)) {
      throw wrong(own.offset(), section.name() + ": must be a mapping of settings");
    }
    try {
      return platform.with(section, section.read(platform.profile(), input, settings));
    } catch (IllegalArgumentException e) {
      boolean told = String.valueOf(e.getMessage()).startsWith(input.name() + ":");
      throw told ? e : placed(settings, section.name(), e);
    }
  }

  private Platform cluster(Platform platform) {
    Mapping cluster = root.mapping(CLUSTER);
    Platform changed = platform;
    for (int i = 0; i < cluster.size(); i++) {
      String key = cluster.key(i);
      Tree value = cluster.value(i);
      changed =
          switch (key) {
            case "dataplane" -> changed.with(dataplane(value));
            case "closedWorld" -> isTrue(value) ? changed.closedWorld() : changed;
            case "namespaces" -> namespaces(changed, value);
            default ->
                throw wrong(
                    cluster.keyOffset(i),
                    "%s: unknown setting; known are %s"
                        .formatted(key, String.join(", ", CLUSTER_KEYS)));
          };
    }
    return changed;
  }

  private Dataplane dataplane(Tree value) {
    String text = value instanceof Scalar scalar ? scalar.text() : "";
    return switch (text) {
      case "kube-proxy" -> Dataplane.KUBE_PROXY;
      case "socket-level" -> Dataplane.SOCKET_LEVEL;
      default -> throw wrong(value.offset(), "dataplane: must be kube-proxy or socket-level");
    };
  }

  private boolean isTrue(Tree value) {
    String text = value instanceof Scalar scalar ? scalar.text() : "";
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(value.offset(), "closedWorld: must be true or false");
    }
    return text.equals("true");
  }

  /** {@code namespaces: {dapr-system: {istio-injection: disabled}}}: names and their labels. */
  private Platform namespaces(Platform platform, Tree value) {
    if (!(value instanceof Mapping names)) {
      throw wrong(value.offset(), "namespaces: must be a mapping from names to labels");
    }
    Platform changed = platform;
    for (int i = 0; i < names.size(); i++) {
      Map<String, String> labels = new LinkedHashMap<>();
      Mapping own = names.mapping(names.key(i));
      own.keys().forEach(key -> own.findText(key).ifPresent(text -> labels.put(key, text)));
      changed = changed.withNamespace(names.key(i), labels);
    }
    return changed;
  }

  /** Returns the same refusal with the place of the value that it quotes. */
  private IllegalArgumentException placed(
      Mapping settings, String path, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    IllegalArgumentException quoted = quoted(settings, path, message);
    String named = path.isEmpty() ? message : path + ": " + message;
    return quoted == null ? wrong(settings.offset(), named) : quoted;
  }

  private @Nullable IllegalArgumentException quoted(Tree tree, String path, String message) {
    if (tree instanceof Scalar scalar && message.contains('"' + scalar.text() + '"')) {
      return wrong(scalar.offset(), path + ": " + message);
    }
    IllegalArgumentException found = null;
    if (tree instanceof Mapping mapping) {
      for (int i = 0; found == null && i < mapping.size(); i++) {
        String child = path.isEmpty() ? mapping.key(i) : path + "." + mapping.key(i);
        found = quoted(mapping.value(i), child, message);
      }
    } else if (tree instanceof Sequence sequence) {
      for (int i = 0; found == null && i < sequence.size(); i++) {
        found = quoted(sequence.get(i), path, message);
      }
    }
    return found;
  }

  private IllegalArgumentException wrong(int offset, String message) {
    return SettingsFile.wrong(input, offset, message);
  }
}
