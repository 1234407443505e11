package dev.portside.istio.annotation;

import dev.portside.istio.annotation.ValueProblem.Kind;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.istio.netfilter.PortList;
import dev.portside.istio.pod.AnnotationGrammar;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the values of the annotations by which a pod steers its sidecar: whether the injector
 * takes them, whether what writes the rules can read them, and whether they mean what they say.
 */
public final class AnnotationValues {

  /** Since when the injector looks at these values at all: pkg/kube/inject/validate.go. */
  private static final Map<AnnotationGrammar, Version> VALIDATED_SINCE =
      Map.of(
          AnnotationGrammar.INTERFACES,
          Version.of("1.30"),
          AnnotationGrammar.QUANTITY,
          Version.of("1.27"));

  private static final Set<String> NEGATIVE = Set.of("false", "f", "0", "no", "n", "off");
  private static final Set<String> POSITIVE = Set.of("true", "t", "1", "yes", "y", "on");
  private static final int VALIDATION_PORT = 15002;

  private final IstioMesh mesh;
  private final PortValues ports;
  private final List<Rejection> rejections;
  private final List<ValueProblem> problems = new ArrayList<>();

  private AnnotationValues(Workload workload, IstioMesh mesh) {
    this.mesh = mesh;
    this.ports = new PortValues(workload, mesh);
    this.rejections = Rejection.of(workload);
  }

  /** Returns what is wrong with the values on a workload's pods, one problem a value. */
  public static List<ValueProblem> of(Workload workload, IstioMesh mesh) {
    AnnotationValues values = new AnnotationValues(workload, mesh);
    for (String key : workload.annotations().keys()) {
      String value = workload.annotation(key);
      if (value != null) {
        ValueProblem problem = values.problem(key, value);
        if (problem != null) {
          values.problems.add(problem);
        }
      }
    }
    return values.problems;
  }

  /** Returns what Istio reads as a truth value, as Go does; null for a text that is none. */
  public static @Nullable Boolean truthValue(@Nullable String text) {
    return text == null ? null : GoNumber.bool(text);
  }

  /** Returns whether a workload's pods could carry a value without a problem. */
  public static boolean isTaken(Workload workload, IstioMesh mesh, String key, String value) {
    Tree changed = workload.resource().tree().with(workload.annotationField(key), Scalar.of(value));
    return Workload.of(Resource.made("", 0, (Mapping) changed, workload.namespace())).stream()
        .flatMap(other -> of(other, mesh).stream())
        .noneMatch(problem -> problem.key().equals(key));
  }

  /** Returns what a value most likely means, or null when that is not clear. */
  public static @Nullable String repaired(String key, String value) {
    AnnotationGrammar grammar = AnnotationGrammar.of(key);
    String repaired =
        switch (grammar) {
          case PORTS, PORTS_OR_ALL, OUTBOUND_PORTS, PORT -> PortValues.repaired(value);
          case RANGES, RANGES_OR_ALL -> ranges(value);
          case INTERFACES -> String.join(",", items(value));
          case MODE -> value.trim().toUpperCase(Locale.ROOT);
          case NUMBER, QUANTITY -> value.trim();
          case BOOL -> truth(value);
          case PROXY_CONFIG -> null;
          case ANY ->
              key.equals(IstioKeys.INCLUDE_OUTBOUND_PORTS)
                  ? PortValues.repaired(value)
                  : isTruth(key) ? truth(value) : null;
        };
    boolean takes =
        repaired != null
            && !repaired.equals(value)
            && grammar.refusal(repaired) == null
            && (!repaired.isEmpty() || canBeEmpty(key));
    return takes ? repaired : null;
  }

  /** Without a port or range an include list captures nothing, which blanks may not mean. */
  private static boolean canBeEmpty(String key) {
    return key.equals(IstioKeys.EXCLUDE_INBOUND_PORTS)
        || key.equals(IstioKeys.EXCLUDE_OUTBOUND_PORTS)
        || key.equals(IstioKeys.INCLUDE_OUTBOUND_PORTS)
        || key.equals(IstioKeys.EXCLUDE_OUTBOUND_RANGES)
        || key.equals(IstioKeys.EXCLUDE_INTERFACES);
  }

  private static boolean isTruth(String key) {
    return key.equals(IstioKeys.NATIVE_SIDECAR)
        || key.equals(IstioKeys.REWRITE_PROBES)
        || key.equals(IstioKeys.BYPASS_INBOUND)
        || key.equals(IstioKeys.AMBIENT_DNS);
  }

  private @Nullable ValueProblem problem(String key, String value) {
    String refusal = refusal(key);
    if (refusal != null) {
      return new ValueProblem(
          key,
          value,
          Kind.REJECTED,
          "the injector refuses it",
          "no pod is created: " + refusal,
          repaired(key, value));
    }
    String plugin = mesh.cni() ? pluginRefusal(key, value) : null;
    if (plugin != null) {
      return new ValueProblem(
          key,
          value,
          Kind.BREAKS,
          "Istio's CNI plugin refuses it",
          "no pod gets its network, and all wait in creation: " + plugin,
          repaired(key, value));
    }
    ValueProblem ofPorts = ports.problem(key, value);
    if (ofPorts != null) {
      return ofPorts;
    }
    return mesh.cni() && unvalidated(key, value)
        ? new ValueProblem(
            key,
            value,
            Kind.BREAKS,
            "it keeps istio-validation from seeing that the rules are there",
            "under the CNI plugin that container ends with 126, and the pod never starts",
            null)
        : truthProblem(key, value);
  }

  private @Nullable String refusal(String key) {
    Version since = VALIDATED_SINCE.get(AnnotationGrammar.of(key));
    boolean validated = since == null || mesh.version().isAtLeast(since);
    for (Rejection rejection : rejections) {
      if (validated && rejection.key().equals(key)) {
        return rejection.reason();
      }
    }
    return null;
  }

  /** The plugin reads one list that the injector does not. */
  private static @Nullable String pluginRefusal(String key, String value) {
    return key.equals(IstioKeys.INCLUDE_OUTBOUND_PORTS)
        ? AnnotationGrammar.PORTS_OR_ALL.pluginRefusal(value)
        : AnnotationGrammar.of(key).pluginRefusal(value);
  }

  /** istio-validation dials itself by the loopback interface. */
  private static boolean unvalidated(String key, String value) {
    return key.equals(IstioKeys.EXCLUDE_INTERFACES) && items(value).contains("lo")
        || key.equals(IstioKeys.EXCLUDE_OUTBOUND_PORTS)
            && PortList.of(value).contains(VALIDATION_PORT);
  }

  /** Values that say yes or no in a spelling that Istio takes for something else. */
  private @Nullable ValueProblem truthProblem(String key, String value) {
    if (!isTruth(key) || value.isEmpty()) {
      return null;
    }
    boolean says = !NEGATIVE.contains(value.trim().toLowerCase(Locale.ROOT));
    boolean clear = !says || POSITIVE.contains(value.trim().toLowerCase(Locale.ROOT));
    Boolean read = read(key, value);
    if (read == null || clear && read == says) {
      return null;
    }
    return new ValueProblem(
        key,
        value,
        Kind.MEANS_ELSE,
        "Istio takes it for %s".formatted(read ? "true" : "false"),
        key.equals(IstioKeys.NATIVE_SIDECAR)
            ? "every value but \"false\" makes the proxy a native sidecar"
            : "what is no truth value to Go is passed over, and the default stands",
        repaired(key, value));
  }

  /** What Istio makes of a value; null when that cannot be known. */
  private @Nullable Boolean read(String key, String value) {
    if (key.equals(IstioKeys.NATIVE_SIDECAR)) {
      return !value.equals("false");
    }
    Boolean own = GoNumber.bool(value);
    if (own != null) {
      return own;
    }
    if (key.equals(IstioKeys.REWRITE_PROBES)) {
      return mesh.rewriteAppHttpProbe();
    }
    return key.equals(IstioKeys.AMBIENT_DNS) && mesh.ambientDnsCapture();
  }

  private static @Nullable String truth(String value) {
    String word = value.trim().toLowerCase(Locale.ROOT);
    return NEGATIVE.contains(word) ? "false" : POSITIVE.contains(word) ? "true" : null;
  }

  /** A bare address stands for itself alone. */
  private static @Nullable String ranges(String value) {
    List<String> ranges = new ArrayList<>();
    for (String item : items(value)) {
      String bits = item.indexOf(':') < 0 ? "/32" : "/128";
      boolean bare = item.indexOf('/') < 0 && IpAddress.Range.problem(item + bits) == null;
      ranges.add(bare ? item + bits : item);
    }
    return String.join(",", ranges);
  }

  static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      String trimmed = GoText.trim(item);
      if (!trimmed.isEmpty()) {
        items.add(Objects.requireNonNull(trimmed));
      }
    }
    return items;
  }
}
