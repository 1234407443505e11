package dev.portside.istio;

import dev.portside.istio.Misvalue.Effect;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotations of a workload whose values do not do what they seem to say: those that the
 * injector refuses, those at which the writer of the rules fails, and those that it reads
 * differently than people do.
 */
final class Misvalues {

  private static final Set<String> PORT_LISTS =
      Set.of(
          IstioKeys.INCLUDE_INBOUND_PORTS,
          IstioKeys.EXCLUDE_INBOUND_PORTS,
          IstioKeys.INCLUDE_OUTBOUND_PORTS,
          IstioKeys.EXCLUDE_OUTBOUND_PORTS,
          IstioKeys.STATUS_PORT);

  private static final String VALIDATION_PORT = "15002";

  private final Workload workload;
  private final IstioMesh mesh;
  private final RuleTool tool;
  private final List<Misvalue> found = new ArrayList<>();

  private Misvalues(Workload workload, IstioMesh mesh) {
    this.workload = workload;
    this.mesh = mesh;
    this.tool = mesh.nativeNftables() ? RuleTool.NFT : RuleTool.IPTABLES;
  }

  /** Returns them, in the order of the annotations; at most one for each. */
  static List<Misvalue> of(Workload workload, IstioMesh mesh) {
    Misvalues values = new Misvalues(workload, mesh);
    List<Rejection> rejections = Rejection.of(workload);
    Mapping annotations = workload.annotations();
    for (String key : annotations.keys()) {
      if (annotations.get(key) instanceof Scalar scalar) {
        values.judge(key, scalar, rejections);
      }
    }
    return List.copyOf(values.found);
  }

  private void add(String key, String value, Effect effect, String reason) {
    found.add(new Misvalue(key, value, effect, reason));
  }

  private void judge(String key, Scalar scalar, List<Rejection> rejections) {
    String value = scalar.text();
    Rejection rejection =
        rejections.stream().filter(each -> each.key().equals(key)).findFirst().orElse(null);
    boolean known = IstioKeys.isAnnotation(key);
    if (known && !scalar.isString()) {
      add(key, value, Effect.REJECTED, "annotations are strings, and this one is not quoted");
    } else if (rejection != null) {
      add(key, value, Effect.REJECTED, rejection.reason());
    } else if (known && !stops(key, value)) {
      misread(key, value);
    }
  }

  /** Whether the writer of the rules fails at a value. */
  private boolean stops(String key, String value) {
    String reason = stopping(key, value);
    if (reason != null) {
      add(key, value, Effect.STOPS, reason);
    }
    return reason != null;
  }

  private @Nullable String stopping(String key, String value) {
    String refused = mesh.cni() ? pluginRefusal(key, value) : null;
    if (refused != null) {
      return "Istio's CNI plugin refuses it: " + refused;
    }
    if (PORT_LISTS.contains(key) && isRead(key)) {
      for (String item : value.equals("*") && isWildcard(key) ? new String[0] : value.split(",")) {
        if (!item.isEmpty() && tool.read(item, true) == null && !isTrimmedAway(key, item)) {
          return "the rules cannot be written: invalid port \"%s\"".formatted(item);
        }
      }
    }
    return mesh.cni() ? unvalidated(key, value) : null;
  }

  private static boolean isWildcard(String key) {
    return key.equals(IstioKeys.INCLUDE_INBOUND_PORTS);
  }

  /** Blank items of the inbound exclusions are dropped when the status port joins them. */
  private static boolean isTrimmedAway(String key, String item) {
    return item.isBlank()
        && (key.equals(IstioKeys.EXCLUDE_INBOUND_PORTS) || key.equals(IstioKeys.STATUS_PORT));
  }

  /** Inbound exclusions have no rule beside an include list. */
  private boolean isRead(String key) {
    String include = workload.annotation(IstioKeys.INCLUDE_INBOUND_PORTS);
    boolean all = (include == null ? mesh.includeInboundPorts() : include).equals("*");
    boolean exclusion =
        key.equals(IstioKeys.EXCLUDE_INBOUND_PORTS) || key.equals(IstioKeys.STATUS_PORT);
    return all || !exclusion;
  }

  private static @Nullable String pluginRefusal(String key, String value) {
    Grammar grammar =
        key.equals(IstioKeys.INCLUDE_OUTBOUND_PORTS)
            ? Grammar.PORTS_OR_ALL
            : IstioKeys.grammar(key);
    return grammar.pluginRefusal(value);
  }

  /** What the container that waits for the plugin's rules cannot get through. */
  private static @Nullable String unvalidated(String key, String value) {
    List<String> items = List.of(value.trim().split("\\s*,\\s*"));
    if (key.equals(IstioKeys.EXCLUDE_INTERFACES) && items.contains(Packet.LOOPBACK)) {
      return "istio-validation finds no rules on the interface lo";
    }
    return key.equals(IstioKeys.EXCLUDE_OUTBOUND_PORTS) && items.contains(VALIDATION_PORT)
        ? "istio-validation dials port 15002"
        : null;
  }

  private void misread(String key, String value) {
    String reason = null;
    if (PORT_LISTS.contains(key)) {
      reason = misreadPort(key, value);
    } else if (key.equals(IstioKeys.NATIVE_SIDECAR)) {
      boolean plain = value.isEmpty() || value.equals("true") || value.equals("false");
      reason = plain ? null : "whatever is not \"false\" makes the sidecar a native one";
    } else if (key.equals(IstioKeys.INJECT)) {
      reason =
          value.equals("true") || value.equals("false")
              ? null
              : "only \"true\" and \"false\" are read, and this is taken for nothing";
    } else if (key.equals(IstioKeys.REWRITE_PROBES) && Go.bool(value) == null) {
      reason = "it is no truth value, and the mesh-wide setting holds";
    }
    if (reason != null) {
      add(key, value, Effect.MISREAD, reason);
    }
  }

  private @Nullable String misreadPort(String key, String value) {
    if (key.equals(IstioKeys.STATUS_PORT) && !value.equals(Go.trim(value))) {
      return "rewritten probes do not trim it, and go to port 0";
    }
    for (String item : value.equals("*") ? new String[0] : value.split(",")) {
      String port = Go.trim(item);
      Line.Ports read = tool.read(item, true);
      boolean decimal = port.matches("[0-9]{1,5}");
      if (read != null && decimal && Integer.parseInt(port) != read.first()) {
        return "the rules read \"%s\" as octal, port %d".formatted(port, read.first());
      }
      if (read != null && !port.isEmpty() && Character.isLetter(port.charAt(0))) {
        return "\"%s\" is a name, read only where the image of istio-init has a list of them"
            .formatted(port);
      }
    }
    return null;
  }
}
