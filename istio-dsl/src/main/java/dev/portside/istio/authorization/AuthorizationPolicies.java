package dev.portside.istio.authorization;

import dev.portside.istio.authorization.AuthorizationPolicy.Action;
import dev.portside.istio.authorization.AuthorizationPolicy.Numbered;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.function.Function;

/**
 * The policies that concern the pods of one workload, and what they say of connections to them.
 * Source: istio.io/latest/docs/concepts/security, "Implicit enablement", and
 * docs/reference/config/security/authorization-policy, checked against connections through a real
 * proxy.
 */
public final class AuthorizationPolicies {

  private final MeshTrust mesh;
  private final List<AuthorizationPolicy> custom;
  private final List<AuthorizationPolicy> deny;
  private final List<AuthorizationPolicy> allow;

  AuthorizationPolicies(MeshTrust mesh, List<AuthorizationPolicy> policies) {
    this.mesh = mesh;
    custom = of(policies, Action.CUSTOM);
    deny = of(policies, Action.DENY);
    allow = of(policies, Action.ALLOW);
  }

  private static List<AuthorizationPolicy> of(List<AuthorizationPolicy> policies, Action action) {
    return policies.stream().filter(policy -> policy.action() == action).toList();
  }

  /**
   * Returns what they say of a connection: who refuses it comes first, then what is not known.
   *
   * @param provider what an external authorizer says, by its name
   */
  public Decision of(Request request, Function<String, Tri> provider) {
    Decision unknown = null;
    for (Decision each : List.of(custom(request, provider), deny(request), allow(request))) {
      if (each.lets() == Tri.NO) {
        return each;
      }
      if (each.lets() == Tri.UNKNOWN && unknown == null) {
        unknown = each;
      }
    }
    return unknown == null ? allow(request) : unknown;
  }

  private Decision custom(Request request, Function<String, Tri> provider) {
    Decision decision = Decision.of(Tri.YES, "no external authorizer is asked");
    for (AuthorizationPolicy policy : custom) {
      Tri says = says(policy.provider(), request, provider);
      Decision match = match(policy, request);
      if (says == Tri.YES || match.lets() == Tri.NO) {
        continue;
      }
      Tri lets = match.lets() == Tri.YES ? says : Tri.UNKNOWN;
      String reason = "the external authorizer %s is asked".formatted(policy.provider());
      decision = new Decision(lets, reason, policy.resource(), match.rule());
      if (lets == Tri.NO) {
        return decision;
      }
    }
    return decision;
  }

  /** A provider that the mesh does not know refuses everything, and so does one of several. */
  private Tri says(String name, Request request, Function<String, Tri> provider) {
    MeshTrust.Provider known = mesh.providers().get(name);
    boolean several = custom.stream().anyMatch(policy -> !policy.provider().equals(name));
    if (several || known == null) {
      return Tri.NO;
    }
    boolean asked = known == MeshTrust.Provider.GRPC || request.chain() != Request.Chain.TCP;
    return asked ? provider.apply(name) : Tri.YES;
  }

  private Decision deny(Request request) {
    Decision decision = Decision.of(Tri.YES, "no DENY policy matches");
    for (AuthorizationPolicy policy : deny) {
      Decision match = match(policy, request);
      if (match.lets() == Tri.YES) {
        return new Decision(Tri.NO, "a DENY policy matches", policy.resource(), match.rule());
      }
      if (match.lets() == Tri.UNKNOWN && decision.lets() == Tri.YES) {
        decision =
            new Decision(Tri.UNKNOWN, "a DENY policy may match", policy.resource(), match.rule());
      }
    }
    return decision;
  }

  private Decision allow(Request request) {
    if (allow.isEmpty()) {
      return Decision.of(Tri.YES, "no ALLOW policy is there");
    }
    Decision decision = Decision.of(Tri.NO, "no ALLOW policy matches");
    for (AuthorizationPolicy policy : allow) {
      Decision match = match(policy, request);
      if (match.lets() == Tri.YES) {
        return match;
      }
      if (match.lets() == Tri.UNKNOWN && decision.lets() == Tri.NO) {
        decision = match;
      }
    }
    return decision;
  }

  /** Returns whether a rule of a policy matches: the first that does, else one that may. */
  private static Decision match(AuthorizationPolicy policy, Request request) {
    Decision decision = Decision.of(Tri.NO, "no rule matches");
    for (Numbered each : policy.rules()) {
      Tri matches = policy.matches(each.rule(), request);
      if (matches == Tri.YES) {
        return new Decision(Tri.YES, "a rule matches", policy.resource(), each.place());
      }
      if (matches == Tri.UNKNOWN && decision.lets() == Tri.NO) {
        decision = new Decision(Tri.UNKNOWN, "a rule may match", policy.resource(), each.place());
      }
    }
    return decision;
  }
}
