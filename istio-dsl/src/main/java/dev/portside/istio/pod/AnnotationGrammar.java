package dev.portside.istio.pod;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.istio.netfilter.PortList;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.value.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the injector takes as the value of an annotation, and the words in which it refuses anything
 * else. Source: istio/istio pkg/kube/inject/validate.go, pkg/util/net/ip.go and
 * cni/pkg/plugin/sidecar_redirect.go @1.31, checked against its admission messages.
 */
public enum AnnotationGrammar {
  /** A list of ports. */
  PORTS("excludeInboundPorts"),
  /** A list of ports, or {@code *}. */
  PORTS_OR_ALL("includeInboundPorts"),
  /** As {@link #PORTS}, under the name of the outbound list. */
  OUTBOUND_PORTS("excludeOutboundPorts"),
  /** One port; the message calls it by another's name. */
  PORT("excludeInboundPorts"),
  /** A list of address ranges. */
  RANGES("excludeIPRanges"),
  /** A list of address ranges, or {@code *}. */
  RANGES_OR_ALL("includeIPRanges"),
  /** A list of network interfaces. */
  INTERFACES(""),
  /** How connections are captured. */
  MODE("interceptionMode"),
  /** A number. */
  NUMBER(""),
  /** True or false. */
  BOOL(""),
  /** An amount of a resource. */
  QUANTITY(""),
  /** A ProxyConfig in YAML. */
  PROXY_CONFIG(""),
  /** Anything. */
  ANY("");

  private static final String ALL = "*";
  private static final long LAST_NUMBER = 0xffffffffL;
  private static final int LONGEST_INTERFACE = 15;
  private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]*");

  private static final Map<String, AnnotationGrammar> BY_KEY =
      IstioKeys.rows().stream()
          .collect(toUnmodifiableMap(row -> row.get("key"), row -> named(row.get("grammar"))));

  private final String parameter;

  AnnotationGrammar(String parameter) {
    this.parameter = parameter;
  }

  private static AnnotationGrammar named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns what the injector takes as the value of an annotation. */
  public static AnnotationGrammar of(String key) {
    return BY_KEY.getOrDefault(key, ANY);
  }

  /** Returns why the injector refuses a value, in its own words, or null when it takes it. */
  public @Nullable String refusal(String value) {
    return switch (this) {
      case PORTS, OUTBOUND_PORTS -> called(ports(value));
      case PORTS_OR_ALL -> value.equals(ALL) ? null : called(ports(value));
      case PORT -> called(port(value));
      case RANGES -> called(ranges(value));
      case RANGES_OR_ALL -> value.equals(ALL) ? null : called(ranges(value));
      case INTERFACES -> interfaces(value);
      case MODE ->
          value.matches("REDIRECT|TPROXY|NONE")
              ? null
              : parameter + " invalid, use REDIRECT,TPROXY,NONE: " + value;
      case NUMBER -> GoNumber.uintProblem(value, LAST_NUMBER);
      case BOOL -> GoNumber.boolProblem(value);
      case QUANTITY -> Quantity.parse(value).problem();
      case PROXY_CONFIG -> ProxyConfig.refusal(value);
      case ANY -> null;
    };
  }

  /**
   * Returns why Istio's CNI plugin refuses a value of this grammar, or null when it takes it. It
   * takes {@code *} for any list of ports, and knows no mode NONE.
   */
  public @Nullable String pluginRefusal(String value) {
    return switch (this) {
      case PORTS, OUTBOUND_PORTS, PORTS_OR_ALL -> value.equals(ALL) ? null : pluginPorts(value);
      case RANGES -> ranges(value);
      case RANGES_OR_ALL -> {
        String problem = value.equals(ALL) ? null : ranges(value);
        yield problem == null ? null : "IPRanges invalid: " + problem;
      }
      case MODE -> value.matches("REDIRECT|TPROXY") ? null : parameter + " invalid: " + value;
      case INTERFACES -> interfaces(value);
      default -> null;
    };
  }

  private @Nullable String called(@Nullable String problem) {
    return problem == null ? null : parameter + " invalid: " + problem;
  }

  private static @Nullable String port(String text) {
    String problem = GoNumber.uintProblem(GoText.trim(text), PortList.LAST);
    return problem == null ? null : "failed parsing port '%s': %s".formatted(text, problem);
  }

  private static @Nullable String ports(String value) {
    String trimmed = GoText.trim(value);
    if (!trimmed.isEmpty()) {
      for (String item : trimmed.split(",", -1)) {
        String problem = port(item);
        if (problem != null) {
          return "failed parsing port '%s': %s".formatted(item, problem);
        }
      }
    }
    return null;
  }

  private static @Nullable String pluginPorts(String value) {
    String trimmed = GoText.trim(value);
    if (!trimmed.isEmpty()) {
      for (String item : trimmed.split(",", -1)) {
        String problem = GoNumber.uintProblem(GoText.trim(item), PortList.LAST);
        if (problem != null) {
          return "portList %s invalid: failed parsing port %s: %s"
              .formatted(GoText.quote(value), GoText.quote(item), problem);
        }
      }
    }
    return null;
  }

  private static @Nullable String ranges(String value) {
    if (!value.isEmpty()) {
      for (String item : value.split(",", -1)) {
        String problem = IpAddress.Range.problem(item);
        if (problem != null) {
          return "failed parsing cidr '%s': %s".formatted(item, problem);
        }
      }
    }
    return null;
  }

  private static @Nullable String interfaces(String value) {
    if (!value.isEmpty()) {
      for (String item : value.split(",", -1)) {
        String name = GoText.trim(item);
        if (name.isEmpty()) {
          return "empty interface name";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_INTERFACE) {
          return "interface name %s too long (max 15 chars)".formatted(GoText.quote(name));
        }
        if (!INTERFACE.matcher(name).matches()) {
          return "interface name %s contains invalid characters".formatted(GoText.quote(name));
        }
      }
    }
    return null;
  }
}
