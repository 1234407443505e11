package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for one proxy: the mesh's defaults under the pod's own annotation. Source:
 * istio/istio pkg/config/mesh/mesh.go, pkg/config/validation/agent/validation.go @1.31 and
 * istio/api mesh/v1alpha1/proxy.proto; merging leaves out zero values, so that {@code REDIRECT}
 * undoes nothing.
 *
 * @param interceptionMode how connections are captured
 * @param holdsApplication whether the app's containers wait for the proxy
 * @param metadata the environment that the proxy and the init container get
 */
public record ProxyConfig(
    String interceptionMode, boolean holdsApplication, Map<String, String> metadata) {

  private static final String MODE = "interceptionMode";
  private static final String METADATA = "proxyMetadata";
  private static final String HOLD = "holdApplicationUntilProxyStarts";
  private static final String UNCONVERTED = "failed to convert to apply proxy config: ";

  /** Copies the metadata. */
  public ProxyConfig {
    metadata = Map.copyOf(metadata);
  }

  static ProxyConfig of(IstioMesh mesh, @Nullable String annotation) {
    if (annotation == null) {
      return new ProxyConfig(
          mesh.interceptionMode().name(),
          mesh.holdsApplicationAlways() || mesh.holdsApplication(),
          mesh.proxyMetadata());
    }
    Mapping own = own(annotation);
    String mode = mode(own);
    Map<String, String> metadata = new TreeMap<>(mesh.proxyMetadata());
    if (ProxyConfigFields.value(own, METADATA) instanceof Mapping added) {
      for (String key : added.keys()) {
        metadata.put(key, added.findText(key).orElse(""));
      }
    }
    boolean holds =
        ProxyConfigFields.value(own, HOLD) instanceof Scalar hold
            ? hold.isTrue()
            : mesh.holdsApplication();
    return new ProxyConfig(
        mode.isEmpty() || mode.equals("REDIRECT") ? mesh.interceptionMode().name() : mode,
        mesh.holdsApplicationAlways() || holds,
        metadata);
  }

  /** Returns the mode that a configuration asks for, also by its number; empty when by none. */
  private static String mode(Mapping own) {
    String mode = ProxyConfigFields.text(own, MODE);
    if (mode == null) {
      return "";
    }
    return switch (mode) {
      case "0" -> "REDIRECT";
      case "1" -> "TPROXY";
      case "2" -> "NONE";
      default -> mode;
    };
  }

  /** What cannot be read configures nothing: the injector refuses the pod for it. */
  private static Mapping own(String annotation) {
    try {
      return root(annotation) instanceof Mapping mapping ? mapping : Mapping.empty();
    } catch (YamlException e) {
      return Mapping.empty();
    }
  }

  private static @Nullable Tree root(String annotation) {
    return YamlReader.read(Input.of(IstioKeys.PROXY_CONFIG, annotation)).stream()
        .map(Document::root)
        .findFirst()
        .orElse(null);
  }

  /** Returns why the injector refuses a configuration, in its own words, or null. */
  static @Nullable String refusal(String annotation) {
    Tree root;
    try {
      root = root(annotation);
    } catch (YamlException e) {
      return UNCONVERTED + unread(annotation, e);
    }
    if (root == null || root instanceof Scalar scalar && scalar.isNull()) {
      return null;
    }
    if (!(root instanceof Mapping config)) {
      return "%sjson: cannot unmarshal %s into Go value of type map[string]json.RawMessage"
          .formatted(UNCONVERTED, ProxyConfigFields.jsonType(root));
    }
    String unread = ProxyConfigFields.problem(config);
    return unread != null ? UNCONVERTED + unread : outOfRange(config);
  }

  /**
   * Returns what go-yaml says of a text that is no YAML: it counts lines from 0, says none in the
   * first, and one more where it could not read a word.
   */
  private static String unread(String text, YamlException e) {
    String problem = e.problem().replaceFirst(", but .*", "");
    if (problem.startsWith("no anchor")) {
      return problem.replaceFirst("no anchor &(\\S+).*", "yaml: unknown anchor '$1' referenced");
    }
    boolean inWord = !problem.startsWith("expected");
    int line = e.input().position(e.offset()).line();
    boolean last = e.offset() >= text.length() && !text.endsWith("\n");
    int named = line > 1 && inWord || last && !inWord ? line : line - 1;
    return "yaml: %s%s".formatted(named == 0 ? "" : "line " + named + ": ", said(problem));
  }

  private static String said(String problem) {
    return problem
        .replaceFirst("^expected (the )?", "did not find expected ")
        .replaceFirst("^found character .*", "found character that cannot start any token")
        .replaceFirst("allowed here$", "allowed in this context");
  }

  private static @Nullable String outOfRange(Mapping config) {
    String admin = invalidPort(config, "proxyAdminPort", "proxy admin");
    return admin == null ? invalidPort(config, "statusPort", "status") : admin;
  }

  private static @Nullable String invalidPort(Mapping config, String key, String name) {
    String text = ProxyConfigFields.text(config, key);
    if (text == null || text.matches("0*[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535) {
      return null;
    }
    return "1 error occurred:\n\t* invalid %s port: port number %s must be in the range 1..65535\n\n"
        .formatted(name, text);
  }
}
