package dev.portside.platform;

import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
   * @throws IllegalArgumentException if it cannot be read, or says what there is not, with the
   *     place
   */
  public static Platform read(Path file) {
    try {
      return read(Input.of(file.toString(), Files.readString(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns the platform that a text describes; see {@link #read(Path)}. */
  public static Platform read(Input input) {
    try {
      List<Document> documents = YamlReader.read(input);
      Tree root = documents.isEmpty() ? Mapping.empty() : documents.get(0).root();
      if (!(root instanceof Mapping mapping)) {
        throw new IllegalArgumentException(input.name() + ":1:1: expected a mapping of sections");
      }
      return new PlatformFile(input, mapping).platform();
    } catch (YamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
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
    return platform.with(section, section.read(platform.profile(), input, settings));
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

  private IllegalArgumentException wrong(int offset, String message) {
    return new IllegalArgumentException(
        input.name() + ":" + input.position(Math.max(0, offset)) + ": " + message);
  }
}
