package dev.portside.istio;

import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
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
record ProxyConfig(
    String interceptionMode, boolean holdsApplication, Map<String, String> metadata) {

  private static final String MODE = "interceptionMode";
  private static final String HOLD = "holdApplicationUntilProxyStarts";
  private static final String UNCONVERTED = "failed to convert to apply proxy config: ";

  /** Copies the metadata. */
  ProxyConfig {
    metadata = Map.copyOf(metadata);
  }

  static ProxyConfig of(IstioMesh mesh, @Nullable String annotation) {
    Mapping own = annotation == null ? Mapping.empty() : own(annotation);
    String mode = mode(own);
    String hold = own.text(HOLD);
    Map<String, String> metadata = new TreeMap<>(mesh.proxyMetadata());
    Mapping added = own.mapping("proxyMetadata");
    for (String key : added.keys()) {
      metadata.put(key, added.findText(key).orElse(""));
    }
    return new ProxyConfig(
        mode.isEmpty() || mode.equals("REDIRECT") ? mesh.interceptionMode().name() : mode,
        mesh.holdsApplicationAlways()
            || (hold == null ? mesh.holdsApplication() : hold.equals("true")),
        metadata);
  }

  /** Returns the mode that a configuration asks for, also by its number; empty when by none. */
  private static String mode(Mapping own) {
    String mode = own.findText(MODE).orElse("");
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
      String problem = e.problem().replaceFirst(", but .*", "");
      return "%syaml: line %d: did not find %s"
          .formatted(UNCONVERTED, e.input().position(e.offset()).line(), problem);
    }
    if (root == null || root instanceof Scalar scalar && scalar.isNull()) {
      return null;
    }
    if (!(root instanceof Mapping config)) {
      return "%sjson: cannot unmarshal %s into Go value of type map[string]json.RawMessage"
          .formatted(UNCONVERTED, jsonType(root));
    }
    String unread = unread(config);
    return unread != null ? UNCONVERTED + unread : outOfRange(config);
  }

  private static String jsonType(Tree tree) {
    if (tree instanceof Sequence) {
      return "array";
    }
    return switch (((Scalar) tree).type()) {
      case BOOL -> "bool";
      case INT, FLOAT -> "number";
      default -> "string";
    };
  }

  private static @Nullable String unread(Mapping config) {
    String mode = config.text(MODE);
    if (mode != null && !mode.matches("REDIRECT|TPROXY|NONE|[0-9]+")) {
      return "unknown value %s for enum istio.mesh.v1alpha1.ProxyConfig.InboundInterceptionMode"
          .formatted(Go.quote(Go.quote(mode)));
    }
    for (String key : new String[] {"statusPort", "proxyAdminPort", "concurrency"}) {
      String number = config.text(key);
      if (number != null && !number.matches("-?[0-9]+")) {
        return "invalid character '%s' looking for beginning of value"
            .formatted(number.isEmpty() ? ' ' : number.charAt(0));
      }
    }
    return null;
  }

  private static @Nullable String outOfRange(Mapping config) {
    String admin = invalidPort(config, "proxyAdminPort", "proxy admin");
    return admin == null ? invalidPort(config, "statusPort", "status") : admin;
  }

  private static @Nullable String invalidPort(Mapping config, String key, String name) {
    String text = config.text(key);
    if (text == null || text.matches("0*[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535) {
      return null;
    }
    return "1 error occurred:\n\t* invalid %s port: port number %s must be in the range 1..65535\n\n"
        .formatted(name, text);
  }
}
