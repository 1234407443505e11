package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.traffic.Party;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The DestinationRules of a set, and which of them decides: one of the client's namespace, else of
 * the destination's, else of the root namespace; there the one whose host is most specific. A rule
 * for one port names the Service's port and replaces all that the rule says of the host. Source:
 * istio/istio pilot/pkg/model/{destination_rule,push_context}.go and
 * pilot/pkg/networking/core/cluster_tls.go @1.31.
 */
@Internal
public final class DestinationRules {

  private final String rootNamespace;
  private final Map<String, HostIndex> byNamespace = new HashMap<>();
  private final HostIndex all = new HostIndex();
  private boolean anyAsks;
  private boolean anySelects;

  public DestinationRules(Manifests manifests, String rootNamespace) {
    this.rootNamespace = rootNamespace;
    for (Resource rule : manifests.ofKind("networking.istio.io", "DestinationRule")) {
      byNamespace.computeIfAbsent(rule.namespace(), n -> new HostIndex()).add(name(rule), rule);
      all.add(name(rule), rule);
      Mapping policy = policy(rule);
      anyAsks |= policy.has("tls") || policy.has("portLevelSettings");
      anySelects |= !selector(rule).isEmpty();
    }
  }

  /** Returns what holds for a client of a destination, one of its Service's ports. */
  public TlsRule of(Party client, Host host, int port) {
    Resource rule = deciding(client, host);
    return rule == null ? TlsRule.NONE : asked(rule, port);
  }

  /** Returns whether the set holds no rule. */
  public boolean isEmpty() {
    return byNamespace.isEmpty();
  }

  /** Returns whether a rule of any namespace names a host. */
  public boolean concerns(Host host) {
    return !all.matching(host).isEmpty();
  }

  /** Returns whether a rule of the set asks for or forbids TLS, whatever its host. */
  public boolean anyAsks() {
    return anyAsks;
  }

  /** Returns whether a rule of the set is for some clients of a namespace and not for others. */
  public boolean anySelects() {
    return anySelects;
  }

  private @Nullable Resource deciding(Party client, Host host) {
    if (byNamespace.isEmpty()) {
      return null;
    }
    for (String namespace :
        new LinkedHashSet<>(List.of(client.namespace(), host.namespace(), rootNamespace))) {
      HostIndex rules = byNamespace.get(namespace);
      Resource best = null;
      for (Resource rule : rules == null ? List.<Resource>of() : rules.matching(host)) {
        boolean better = best == null || name(rule).length() > name(best).length();
        if (better && concerns(rule, client)) {
          best = rule;
        }
      }
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  /** A short name is completed with the rule's own namespace. */
  private static String name(Resource rule) {
    String host = rule.tree().mapping("spec").findText("host").orElse("");
    return host.indexOf('.') < 0 && !host.equals("*")
        ? Host.ofService(rule.namespace(), host).name()
        : host;
  }

  private static boolean concerns(Resource rule, Party client) {
    Mapping spec = rule.tree().mapping("spec");
    if (!Host.isExported(spec.sequence("exportTo").texts(), rule.namespace(), client)) {
      return false;
    }
    Mapping labels = selector(rule);
    return labels.isEmpty()
        || rule.namespace().equals(client.namespace())
            && client
                .workload()
                .filter(workload -> SelectorIndex.selects(labels, workload))
                .isPresent();
  }

  private static Mapping selector(Resource rule) {
    return rule.tree().mapping("spec").mapping("workloadSelector").mapping("matchLabels");
  }

  private static Mapping policy(Resource rule) {
    return rule.tree().mapping("spec").mapping("trafficPolicy");
  }

  private static TlsRule asked(Resource rule, int port) {
    Mapping policy = policy(rule);
    Sequence ports = policy.sequence("portLevelSettings");
    for (int i = 0; i < ports.size(); i++) {
      if (Integer.toString(port).equals(ports.mapping(i).mapping("port").text("number"))) {
        policy = ports.mapping(i);
        break;
      }
    }
    if (!policy.has("tls")) {
      return TlsRule.NONE;
    }
    return switch (policy.mapping("tls").findText("mode").orElse("DISABLE")) {
      case "ISTIO_MUTUAL" -> TlsRule.ISTIO_MUTUAL;
      case "SIMPLE", "MUTUAL" -> TlsRule.OTHER;
      default -> TlsRule.DISABLE;
    };
  }
}
