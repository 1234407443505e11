package dev.portside.istio.authorization;

import dev.portside.istio.authorization.Request.Chain;
import dev.portside.istio.authorization.Request.Http;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.PortProtocol;
import dev.portside.istio.outcome.IstioOutcome;
import dev.portside.istio.outcome.IstioServer;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Made;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Permission;
import dev.portside.traffic.PolicyVerdict;
import dev.portside.traffic.Protocol;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Optional;

/** What the AuthorizationPolicies of a set say of its connections. */
public final class IstioPermission implements Permission {

  /** The account of pods that name none. */
  private static final String DEFAULT_ACCOUNT = "default";

  /**
   * The account that Istio's own manifests give the gateway. Source: istio/istio
   * manifests/charts/gateways/istio-ingress/templates/serviceaccount.yaml @1.31.
   */
  private static final String GATEWAY = "istio-ingressgateway";

  private static final String GATEWAY_ACCOUNT = "istio-ingressgateway-service-account";

  private final AuthorizationIndex policies;
  private final IstioMesh mesh;

  private IstioPermission(AuthorizationIndex policies, IstioMesh mesh) {
    this.policies = policies;
    this.mesh = mesh;
  }

  /** Returns what policies of a set and those made of it say; empty where there are none. */
  public static Optional<Permission> of(Manifests manifests, List<Made> made) {
    IstioMesh mesh = manifests.platform().get(IstioMesh.SECTION);
    List<Resource> accepted =
        manifests.ofKind(AuthorizationIndex.GROUP, AuthorizationIndex.KIND).stream()
            .filter(policy -> PolicyChecks.of(policy).isEmpty())
            .toList();
    AuthorizationIndex policies = new AuthorizationIndex(accepted, mesh, made);
    return policies.isEmpty() ? Optional.empty() : Optional.of(new IstioPermission(policies, mesh));
  }

  @Override
  public Object caller(ClientEnd client) {
    return identity(client.use().party());
  }

  @Override
  public Object callee(ServerEnd server) {
    return server.use().party().workload().map(policies::of);
  }

  @Override
  public List<PolicyVerdict> of(
      ClientEnd client, ServerEnd server, Meeting meeting, Outcome outcome) {
    Optional<Workload> workload = server.use().party().workload();
    if (workload.isEmpty() || outcome.policiesEnforced() == Tri.NO) {
      return List.of();
    }
    AuthorizationPolicies own = policies.of(workload.get());
    if (own.isEmpty()) {
      return List.of();
    }
    Request request = request(client, server, outcome);
    Decision decision = own.of(request, name -> Tri.UNKNOWN);
    return List.of(
        opensFor(decision, client)
            ? verdict(Tri.YES, decision, "it lets in what it routes", "", "")
            : verdict(decision, request, outcome));
  }

  /** What is made of a route asks of its requests what the route asks already. */
  private static boolean opensFor(Decision decision, ClientEnd client) {
    AuthorizationPolicy policy = decision.policy();
    return decision.lets() == Tri.UNKNOWN
        && policy != null
        && policy.isMade()
        && client.use().written().filter(policy.origin().source()::isSameDocument).isPresent();
  }

  private static PolicyVerdict verdict(Decision decision, Request request, Outcome outcome) {
    return decision.lets() == Tri.NO && outcome.policiesEnforced() == Tri.UNKNOWN
        ? verdict(Tri.UNKNOWN, decision, decision.reason(), "", outcome.missing())
        : verdict(
            decision.lets(),
            decision,
            reason(decision),
            help(decision, request),
            decision.missing());
  }

  private static PolicyVerdict verdict(
      Tri lets, Decision decision, String reason, String help, String missing) {
    AuthorizationPolicy policy = decision.policy();
    Pointer spec = Pointer.of("spec");
    boolean written = policy != null && !policy.isMade() && decision.rule() >= 0;
    return new PolicyVerdict(
        AuthorizationIndex.KIND,
        policy == null ? null : policy.origin(),
        written ? spec.child("rules").child(decision.rule()) : spec,
        lets,
        reason,
        help,
        missing);
  }

  private static String reason(Decision decision) {
    AuthorizationPolicy policy = decision.policy();
    return policy != null && policy.isMade()
        ? "%s, of those that are made of %s".formatted(decision.reason(), policy.origin())
        : decision.reason();
  }

  /** A rule about bytes must not ask what only requests have. */
  private static String help(Decision decision, Request request) {
    if (decision.lets() != Tri.NO) {
      return "";
    }
    if (decision.rule() >= 0) {
      return "narrow that rule, so that it leaves out these callers or port %d"
          .formatted(request.port());
    }
    String callers =
        request.identity().there() == Tri.YES
            ? "these callers in by their principals (trust domain/ns/namespace/sa/account)"
            : "callers without a certificate of the mesh in";
    String without =
        request.chain() == Chain.TCP ? ", in a rule without conditions on requests" : "";
    return "let %s, on port %d, by an ALLOW policy of these pods%s"
        .formatted(callers, request.port(), without);
  }

  private Request request(ClientEnd client, ServerEnd server, Outcome outcome) {
    return new Request(
        chain(client, server),
        shown(client, outcome),
        Fact.unknown(),
        Fact.unknown(),
        server.wire().podPort(),
        Http.UNKNOWN,
        Fact.unknown());
  }

  /** Only mTLS that the caller's proxy makes shows who calls. */
  private Fact<Identity> shown(ClientEnd client, Outcome outcome) {
    if (outcome.layers().contains(IstioOutcome.LAYER)) {
      return identity(client.use().party());
    }
    return outcome.result() == Outcome.Result.UNKNOWN ? Fact.unknown() : Fact.absent();
  }

  private Fact<Identity> identity(Party party) {
    if (party instanceof Party.Pods pods) {
      String account = pods.of().podSpec().findText("serviceAccountName").orElse(DEFAULT_ACCOUNT);
      return Fact.of(new Identity(mesh.trustDomain(), party.namespace(), account));
    }
    return party instanceof Party.Outside outside
            && party.is(Party.Kind.GATEWAY)
            && outside.name().equals(GATEWAY)
        ? Fact.of(new Identity(mesh.trustDomain(), party.namespace(), GATEWAY_ACCOUNT))
        : Fact.unknown();
  }

  private static Chain chain(ClientEnd client, ServerEnd server) {
    PortProtocol declared =
        server.facet() instanceof IstioServer facet ? facet.protocol() : PortProtocol.AUTO;
    if (declared.isHttp()) {
      return Chain.HTTP;
    }
    if (declared == PortProtocol.TCP || client.use().protection().isEncrypted()) {
      return Chain.TCP;
    }
    Protocol own = client.use().protocol();
    return switch (own == Protocol.UNKNOWN ? server.use().protocol() : own) {
      case HTTP1, HTTP2 -> Chain.HTTP;
      case CLIENT_FIRST, SERVER_FIRST -> Chain.TCP;
      case UNKNOWN -> Chain.UNKNOWN;
    };
  }
}
