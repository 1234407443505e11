package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.AnnotationValues;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.istio.rules.Containers.Container;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.End;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Optional;

/** The kubelet's probe meets a captured port that takes nothing but Istio's mTLS. */
final class ProbeCaptured extends Rule {

  private static final String KEY = "sidecar.istio.io/rewriteAppHTTPProbers";
  private static final String REFUSED =
      "the kubelet does not speak mTLS: the proxy closes the connection, and the probe always"
          + " fails";
  private static final String REWRITE =
      "let Istio rewrite probes (%s: \"true\", its default)".formatted(KEY);

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> HANDLERS = List.of("httpGet", "tcpSocket", "grpc");

  ProbeCaptured() {
    super(
        "istio-probe-captured",
        Severity.ERROR,
        Rank.SETTING,
        "a probe that is not rewritten reaches a captured port under STRICT");
  }

  @Override
  public void check(Scene scene, Found found) {
    boolean byDefault = scene.platform().get(IstioMesh.SECTION).rewriteAppHttpProbe();
    for (Meshed meshed : Meshed.likely(scene)) {
      Boolean own = AnnotationValues.truthValue(meshed.workload().annotation(KEY));
      boolean off = own == null ? !byDefault : !own;
      for (Container container : off ? Containers.of(meshed.workload()) : List.<Container>of()) {
        for (String probe : PROBES) {
          for (String handler : HANDLERS) {
            check(meshed, container, probe, handler, found);
          }
        }
      }
      claimed(scene, meshed, found);
    }
  }

  /** What else the kubelet asks: containers that are injected, or the sidecar on behalf of all. */
  private void claimed(Scene scene, Meshed meshed, Found found) {
    for (End end : scene.traffic().ends(meshed.workload())) {
      PortUse use = end.use();
      if (use.peer() instanceof Peer.Callers callers
          && callers.name().equals(Peer.Callers.KUBELET)) {
        Optional<PortUse> relay = meshed.capture().relay(use);
        if (relay.isPresent() && fails(meshed, relay.get().peer().port())) {
          found.add(relayed(meshed, relay.get(), end));
          return;
        }
        boolean seen = use.claimant().equals(PortUse.KUBERNETES);
        if (relay.isEmpty() && !seen && fails(meshed, callers.port())) {
          found.add(injected(meshed, use));
          return;
        }
      }
    }
  }

  private static boolean fails(Meshed meshed, int port) {
    return port > 0
        && meshed.capture().inbound(meshed.workload(), port).captured() == Tri.YES
        && meshed.capture().mtls(meshed.workload(), port) == MtlsMode.STRICT;
  }

  private Finding.Builder relayed(Meshed meshed, PortUse relay, End end) {
    Workload workload = meshed.workload();
    int port = relay.peer().port();
    List<Edit> edits = meshed.capture().bypass(relay, end.wire().at(port));
    return meshed
        .finding(this, edits.isEmpty() ? workload.templateField() : edits.get(0).field())
        .message(
            "probes go to the sidecar's agent on port %d, which Istio captures under STRICT"
                .formatted(port))
        .why(
            "%s; the kubelet does not speak mTLS: the proxy closes the connection, and the pod is"
                    .formatted(meshed.capture().inbound(workload, port).reason())
                + " never ready")
        .help("do not capture port %d".formatted(port))
        .edits(edits)
        .cause("probe", port);
  }

  private Finding.Builder injected(Meshed meshed, PortUse use) {
    Workload workload = meshed.workload();
    int port = use.peer().port();
    boolean written = workload.annotations().has(KEY);
    return meshed
        .finding(this, written ? workload.annotationField(KEY) : workload.templateField())
        .message(
            "the kubelet asks %s on port %d, which Istio captures under STRICT, and probes are not"
                    .formatted(use.process(), port)
                + " rewritten")
        .why(REFUSED)
        .help(REWRITE)
        .addEdits(rewrite(workload))
        .cause("probe", port);
  }

  private void check(
      Meshed meshed, Container container, String probe, String handler, Found found) {
    Mapping asked = container.tree().mapping(probe).mapping(handler);
    int port = port(container, asked.findText("port").orElse(""));
    if (fails(meshed, port)) {
      Pointer field = container.field().child(probe).child(handler).child("port");
      found.add(finding(meshed, container, field, port));
    }
  }

  /** A name stands for a port of the container itself. */
  private static int port(Container container, String port) {
    Sequence declared = container.tree().sequence("ports");
    for (int i = 0; i < declared.size(); i++) {
      if (port.equals(declared.mapping(i).text("name"))) {
        return Containers.number(declared.mapping(i).text("containerPort"));
      }
    }
    return Containers.number(port);
  }

  private Finding.Builder finding(Meshed meshed, Container container, Pointer field, int port) {
    Workload workload = meshed.workload();
    String probe = field.parent().parent().last();
    boolean connects = field.parent().last().equals("tcpSocket");
    return meshed
        .finding(this, field)
        .message(
            "%s of container %s goes to port %d, which Istio captures under STRICT, and probes are"
                    .formatted(probe, container.name(), port)
                + " not rewritten")
        .why(
            connects
                ? "the proxy accepts the connection whether the app listens or not: the probe"
                    + " always succeeds"
                : REFUSED)
        .help(REWRITE)
        .addEdits(rewrite(workload))
        .cause(field.toString(), port);
  }

  private static Edit rewrite(Workload workload) {
    return new Edit.SetField(
        workload.resource().target(), workload.annotationField(KEY), Scalar.of("true"), true);
  }
}
