package dev.portside.istio.authorization;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Resource;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A policy as istiod reads it.
 *
 * @param resource the policy
 * @param origin what of the set it is made of: itself, unless an operator made it
 * @param action what it does where a rule of it matches
 * @param rules its rules
 * @param provider the external authorizer that it asks; empty unless it is CUSTOM
 */
record AuthorizationPolicy(
    Resource resource, Resource origin, Action action, List<Numbered> rules, String provider) {

  /** A rule, and its place among those that are written. */
  record Numbered(int place, PolicyRule rule) {}

  /** Values of the annotation that mean yes, as Go reads truth values. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

  private static final String DRY_RUN = "istio.io/dry-run";

  /** What a policy does. */
  enum Action {
    ALLOW,
    DENY,
    CUSTOM,
    /** It lets through and refuses nothing. */
    NONE
  }

  static AuthorizationPolicy of(Resource resource, Resource origin, IstioMesh mesh) {
    Mapping spec = resource.tree().mapping("spec");
    Action action = action(resource, spec);
    Conditions conditions = new Conditions(mesh, resource.namespace());
    List<Numbered> rules = new ArrayList<>();
    Sequence written = spec.sequence("rules");
    for (int i = 0; i < written.size(); i++) {
      PolicyRule rule = PolicyRule.of(written.mapping(i), conditions).orElse(null);
      // What an ALLOW cannot read might have narrowed it.
      if (rule != null && (action != Action.ALLOW || rule.isWhole())) {
        rules.add(new Numbered(i, rule));
      }
    }
    String provider = spec.mapping("provider").findText("name").orElse("");
    return new AuthorizationPolicy(resource, origin, action, List.copyOf(rules), provider);
  }

  /** Returns whether an operator made it. */
  boolean isMade() {
    return !resource.source().equals(origin.source());
  }

  /** Returns the fact that only its external authorizer knows. */
  String asks() {
    return "what the external authorizer %s says".formatted(provider);
  }

  private static Action action(Resource resource, Mapping spec) {
    boolean dry = resource.annotations().findText(DRY_RUN).filter(TRUE::contains).isPresent();
    if (dry || isAttached(spec)) {
      return Action.NONE;
    }
    return switch (spec.findText("action").orElse("ALLOW")) {
      case "ALLOW" -> Action.ALLOW;
      case "DENY" -> Action.DENY;
      case "CUSTOM" -> Action.CUSTOM;
      default -> Action.NONE;
    };
  }

  /** One that names a Gateway or a Service has no effect on sidecars. */
  private static boolean isAttached(Mapping spec) {
    return !spec.mapping("targetRef").isEmpty() || !spec.sequence("targetRefs").isEmpty();
  }

  /** Returns whether a connection meets one of its rules. */
  Tri matches(PolicyRule rule, Request request) {
    if (request.chain() == Request.Chain.UNKNOWN) {
      Tri http = matches(rule, request.as(Request.Chain.HTTP));
      Tri tcp = matches(rule, request.as(Request.Chain.TCP));
      return http == tcp ? http : Tri.UNKNOWN;
    }
    boolean opaque = request.chain() == Request.Chain.TCP;
    return opaque && action == Action.ALLOW && rule.isHttpOnly() ? Tri.NO : rule.of(request);
  }
}
