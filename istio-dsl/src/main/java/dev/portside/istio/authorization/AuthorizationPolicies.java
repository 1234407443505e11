package dev.portside.istio.authorization;

import dev.portside.istio.authorization.AuthorizationPolicy.Action;
import dev.portside.istio.authorization.AuthorizationPolicy.Numbered;
import dev.portside.istio.mesh.IstioMesh;
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

  private static final Match NOTHING = new Match(Tri.NO, -1, "");

  /** Whether a rule matches, which one, and what else would have to be known. */
  private record Match(Tri is, int rule, String missing) {
    Decision decide(AuthorizationPolicy policy, Tri lets, String reason) {
      String fact = lets == Tri.UNKNOWN && missing.isEmpty() ? policy.asks() : missing;
      return new Decision(lets, reason, lets == Tri.UNKNOWN ? fact : "", policy, rule);
    }
  }

  private final IstioMesh mesh;
  private final List<AuthorizationPolicy> custom;
  private final List<AuthorizationPolicy> deny;
  private final List<AuthorizationPolicy> allow;

  AuthorizationPolicies(IstioMesh mesh, List<AuthorizationPolicy> policies) {
    this.mesh = mesh;
    custom = of(policies, Action.CUSTOM);
    deny = of(policies, Action.DENY);
    allow = of(policies, Action.ALLOW);
  }

  private static List<AuthorizationPolicy> of(List<AuthorizationPolicy> policies, Action action) {
    return policies.stream().filter(policy -> policy.action() == action).toList();
  }

  /** Returns whether none is there that lets through or refuses anything. */
  public boolean isEmpty() {
    return custom.isEmpty() && deny.isEmpty() && allow.isEmpty();
  }

  /**
   * Returns what they say of a connection: who refuses it comes first, then what is not known.
   *
   * @param provider what an external authorizer says, by its name
   */
  Decision of(Request request, Function<String, Tri> provider) {
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
      Match match = match(policy, request);
      if (says == Tri.YES || match.is() == Tri.NO) {
        continue;
      }
      Tri lets = match.is() == Tri.YES ? says : Tri.UNKNOWN;
      if (lets == Tri.NO) {
        return match.decide(policy, lets, "the external authorizer refuses it");
      }
      decision = match.decide(policy, lets, "an external authorizer is asked");
    }
    return decision;
  }

  /** A provider that the mesh does not know refuses everything, and so does one of several. */
  private Tri says(String name, Request request, Function<String, Tri> provider) {
    String known = mesh.extensionProviders().get(name);
    boolean several = custom.stream().anyMatch(policy -> !policy.provider().equals(name));
    if (several || known == null) {
      return Tri.NO;
    }
    boolean asked = known.equals(IstioMesh.GRPC) || request.chain() != Request.Chain.TCP;
    return asked ? provider.apply(name) : Tri.YES;
  }

  private Decision deny(Request request) {
    Decision decision = Decision.of(Tri.YES, "no DENY policy matches");
    for (AuthorizationPolicy policy : deny) {
      Match match = match(policy, request);
      if (match.is() == Tri.YES) {
        return match.decide(policy, Tri.NO, "a DENY policy matches");
      }
      if (match.is() == Tri.UNKNOWN && decision.lets() == Tri.YES) {
        decision = match.decide(policy, Tri.UNKNOWN, "a DENY policy may match");
      }
    }
    return decision;
  }

  private Decision allow(Request request) {
    if (allow.isEmpty()) {
      return Decision.of(Tri.YES, "no ALLOW policy is there");
    }
    Decision decision = NOTHING.decide(allow.get(0), Tri.NO, "no ALLOW policy lets it in");
    for (AuthorizationPolicy policy : allow) {
      Match match = match(policy, request);
      if (match.is() == Tri.YES) {
        return match.decide(policy, Tri.YES, "an ALLOW policy lets it in");
      }
      if (match.is() == Tri.UNKNOWN && decision.lets() == Tri.NO) {
        decision = match.decide(policy, Tri.UNKNOWN, "an ALLOW policy may let it in");
      }
    }
    return decision;
  }

  /** Returns whether a rule of a policy matches: the first that does, else one that may. */
  private static Match match(AuthorizationPolicy policy, Request request) {
    Match match = NOTHING;
    for (Numbered each : policy.rules()) {
      Tri matches = policy.matches(each.rule(), request);
      if (matches == Tri.YES) {
        return new Match(Tri.YES, each.place(), "");
      }
      if (matches == Tri.UNKNOWN && match.is() == Tri.NO) {
        match = new Match(Tri.UNKNOWN, each.place(), each.rule().unknown(request));
      }
    }
    return match;
  }
}
