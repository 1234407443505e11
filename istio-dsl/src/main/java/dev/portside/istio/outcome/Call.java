package dev.portside.istio.outcome;

import dev.portside.istio.mesh.MtlsMode;
import dev.portside.istio.mesh.PortProtocol;
import dev.portside.istio.mesh.TlsRule;
import dev.portside.istio.outcome.IstioOutcome.Case;
import dev.portside.istio.outcome.IstioOutcome.Server;
import dev.portside.istio.pod.InitArguments;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Wire.Reach;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a connection when all of both ends is known: first at the client's proxy, then at
 * the server's.
 *
 * <p>Source: istio/istio @1.31, pilot/pkg/networking/core/{cluster_tls,filterchain_options}.go and
 * pilot/pkg/xds/endpoints/mtls_checker.go, checked against calls through a real data plane.
 */
final class Call {

  private static final String TLS = "tls";
  private static final Outcome CLIENT_WAITS =
      Outcome.broken(
          "the client's proxy waits for the client's first bytes, and the protocol has the server"
              + " speak first");
  private static final Outcome SERVER_WAITS =
      Outcome.broken(
          "the server's proxy waits for the client's first bytes, and the protocol has the server"
              + " speak first");

  /** What a client's proxy puts around the bytes that it gets. */
  private enum Sent {
    UNCHANGED,
    ISTIO_MTLS,
    OTHER_TLS
  }

  private final ClientEnd client;
  private final ServerEnd server;
  private final Meeting meeting;
  private final IstioClient clientFacet;
  private final IstioServer serverFacet;

  Call(
      ClientEnd client,
      ServerEnd server,
      Meeting meeting,
      IstioClient clientFacet,
      IstioServer serverFacet) {
    this.client = client;
    this.server = server;
    this.meeting = meeting;
    this.clientFacet = clientFacet;
    this.serverFacet = serverFacet;
  }

  Outcome of(Case each) {
    boolean passesThrough = each.clientCaptured() && passesThrough(each);
    Outcome refused = each.clientCaptured() ? refused(each, passesThrough) : null;
    if (refused != null) {
      return refused;
    }
    Sent sent = each.clientCaptured() && !passesThrough ? sent(each) : Sent.UNCHANGED;
    return switch (each.server()) {
      case NO_SIDECAR ->
          sent == Sent.ISTIO_MTLS
              ? Outcome.broken(
                  "a DestinationRule makes the client's proxy send Istio's mTLS, and the server has"
                      + " no sidecar to unwrap it")
              : delivered(each, sent, Tri.NO, "the server has no sidecar");
      case EXCLUDED ->
          sent == Sent.ISTIO_MTLS
              ? Outcome.broken(
                  "the client's proxy sends Istio's mTLS, and the server excludes the port, so that"
                      + " the process itself gets it")
              : delivered(each, sent, Tri.NO, direct());
      case CAPTURED -> captured(each, sent);
    };
  }

  private String direct() {
    return server.use().process().equals(InitArguments.PROXY)
        ? "the sidecar's agent answers, and asks the process within the pod"
        : "the server's proxy is not in the path";
  }

  /** Why the client's proxy does not carry it, or null. */
  private @Nullable Outcome refused(Case each, boolean passesThrough) {
    PortProtocol listener = listener();
    boolean waits = listener == null ? clientFacet.httpNumber() : listener != PortProtocol.TCP;
    if (each.spoken() == Protocol.SERVER_FIRST && waits) {
      return CLIENT_WAITS;
    }
    if (passesThrough) {
      return clientFacet.registryOnly()
          ? Outcome.broken(
              "the client's proxy closes connections to unknown destinations (REGISTRY_ONLY)")
          : null;
    }
    return listener != null && listener.contradicts(each.spoken())
        ? contradiction("client", listener)
        : null;
  }

  private static Outcome contradiction(String end, PortProtocol declared) {
    return Outcome.broken(
        "the %s's proxy speaks %s on the port, as it is declared, and the processes do not"
            .formatted(end, declared == PortProtocol.HTTP2 ? "HTTP/2" : "HTTP/1"));
  }

  /** What the client's proxy takes the destination's port for; null when it does not know it. */
  private @Nullable PortProtocol listener() {
    return switch (meeting.wire().reach()) {
      case LOOPBACK -> null;
      case POD_IP -> serverFacet.listed();
      case EXTERNAL, UNSEEN_SERVICE, CLUSTER_IP, HEADLESS ->
          clientFacet.known() ? clientFacet.declared() : null;
    };
  }

  /**
   * What the client's proxy does not know by name it leaves as it is; bytes of another protocol on
   * a port declared HTTP go the same way.
   */
  private boolean passesThrough(Case each) {
    if (meeting.wire().reach() == Reach.LOOPBACK) {
      return false;
    }
    PortProtocol listener = listener();
    return listener == null || listener.isHttp() && isNoHttp(each);
  }

  private static boolean isNoHttp(Case each) {
    return each.tls() || each.spoken() == Protocol.CLIENT_FIRST;
  }

  private Sent sent(Case each) {
    return switch (each.rule()) {
      case DISABLE, UNKNOWN -> Sent.UNCHANGED;
      case ISTIO_MUTUAL -> Sent.ISTIO_MTLS;
      case OTHER -> Sent.OTHER_TLS;
      case NONE -> sendsMtlsUnasked(each) ? Sent.ISTIO_MTLS : Sent.UNCHANGED;
    };
  }

  /** The client's decision knows labels and policies, and nothing of exclusions at the server. */
  private boolean sendsMtlsUnasked(Case each) {
    boolean addressed = meeting.wire().reach() != Reach.EXTERNAL;
    if (!addressed || each.server() == Server.NO_SIDECAR || !clientFacet.autoMtls()) {
      return false;
    }
    if (serverFacet.namespaceMode() == MtlsMode.DISABLE) {
      return false;
    }
    return switch (meeting.wire().reach()) {
      case HEADLESS, POD_IP -> each.siblings();
      default -> serverFacet.labelled() && serverFacet.mode() != MtlsMode.DISABLE;
    };
  }

  private Outcome captured(Case each, Sent sent) {
    MtlsMode mode = serverFacet.mode();
    if (sent == Sent.ISTIO_MTLS && mode == MtlsMode.DISABLE) {
      return Outcome.broken(
          "the client's proxy sends Istio's mTLS, which the server's does not unwrap");
    }
    boolean unwrapped = sent == Sent.ISTIO_MTLS;
    boolean tls = !unwrapped && (each.tls() || sent == Sent.OTHER_TLS);
    if (!unwrapped && mode == MtlsMode.STRICT) {
      return tls || each.spoken() != Protocol.SERVER_FIRST ? strict(tls) : SERVER_WAITS;
    }
    Outcome unfit = unfit(each, unwrapped);
    if (unfit != null) {
      return unfit;
    }
    return unwrapped
        ? works(each, sent, Tri.YES, "both ends are in the mesh")
        : delivered(each, sent, Tri.YES, "the server's proxy passes it through unchanged");
  }

  private static Outcome strict(boolean tls) {
    return Outcome.broken(
        tls
            ? "the server's proxy treats all TLS as its own (STRICT) and presents Istio's"
                + " certificate"
            : "the server's proxy accepts only Istio's mTLS (STRICT)");
  }

  /** Why what is spoken does not fit what the server's proxy takes the port for, or null. */
  private @Nullable Outcome unfit(Case each, boolean unwrapped) {
    PortProtocol declared = serverFacet.protocol();
    if (each.spoken() == Protocol.SERVER_FIRST) {
      boolean looks = !unwrapped && serverFacet.mode() != MtlsMode.DISABLE;
      return looks || declared != PortProtocol.TCP ? SERVER_WAITS : null;
    }
    if (declared.isHttp() && isNoHttp(each)) {
      return Outcome.broken(
          "the server's proxy expects HTTP on the port and gets "
              + (each.tls() ? "TLS" : "other bytes"));
    }
    return declared.contradicts(each.spoken()) ? contradiction("server", declared) : null;
  }

  /** TLS that the client's proxy adds reaches the process, which must speak it. */
  private Outcome delivered(Case each, Sent sent, Tri policies, String reason) {
    Protection.Kind kind = server.use().protection().kind();
    if (sent != Sent.OTHER_TLS) {
      return !each.tls() && kind == Protection.Kind.ENCRYPTED
          ? Outcome.broken("the client speaks plaintext to a server that expects encryption")
          : works(each, sent, policies, reason);
    }
    if (!each.tls() && kind == Protection.Kind.UNKNOWN) {
      return Outcome.unknown(
          "a DestinationRule makes the client's proxy send TLS", "whether the server speaks TLS");
    }
    return each.tls() || kind != Protection.Kind.ENCRYPTED
        ? Outcome.broken(
            "a DestinationRule makes the client's proxy send TLS that nothing at the server"
                + " unwraps")
        : works(each, sent, policies, "the server unwraps the TLS that a DestinationRule asks for");
  }

  private Outcome works(Case each, Sent sent, Tri policies, String reason) {
    List<String> layers = new ArrayList<>(2);
    switch (sent) {
      case ISTIO_MTLS -> layers.add(IstioOutcome.LAYER);
      case OTHER_TLS -> layers.add(TLS);
      case UNCHANGED -> {}
    }
    Protection own = client.use().protection();
    if (each.tls()) {
      layers.add(own.isEncrypted() ? own.layer() : TLS);
    }
    Outcome outcome = Outcome.works(layers, policies, reason);
    boolean unasked = outcome.result() == Result.PLAINTEXT && each.rule() == TlsRule.NONE;
    return unasked
            && clientFacet.ruleUnseen()
            && each.clientCaptured()
            && each.server() == Server.CAPTURED
        ? Outcome.unknown(
            "Istio adds mTLS here only where a DestinationRule asks for it", IstioOutcome.RULE)
        : outcome;
  }
}
