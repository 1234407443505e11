package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.istio.netfilter.Packet;
import dev.portside.istio.netfilter.PodChains;
import dev.portside.istio.netfilter.PodNetwork;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What recordings tell of a pod after injection beyond what the model is asked for. */
public final class PodParts {

  private static final String VALIDATION = "istio-validation";
  private static final IpAddress VALIDATION_ADDRESS = IpAddress.of("127.0.0.6");
  private static final int VALIDATION_PORT = 15002;
  private static final int VALIDATION_ID = 1337;

  private final Workload workload;
  private final IstioMesh mesh;
  private final InjectedPod pod;

  public PodParts(Workload workload, IstioMesh mesh) {
    this.workload = workload;
    this.mesh = mesh;
    this.pod = new InjectedPod(workload, mesh);
  }

  /**
   * Returns the container that writes the rules, or with CNI waits for them; null when none does.
   */
  @Nullable String initContainer() {
    return !pod.captures() ? null : mesh.cni() ? VALIDATION : InjectedPod.INIT;
  }

  /**
   * Returns why the rules cannot be written, in the words of what writes them, so that the pod
   * never starts; null when they can be, or are not due.
   */
  public @Nullable String problem(PodNetwork network) {
    String refused = pod.templates().captures() && plugged() ? pod.cniPlugin().error() : null;
    ChainParameters parameters = refused == null ? pod.parameters() : null;
    return parameters == null ? refused : PodChains.of(parameters, network).problem();
  }

  private boolean plugged() {
    return mesh.cni() && pod.cniSkips() == null;
  }

  /**
   * Returns whether the container that waits for the rules of the CNI plugin finds them: it dials
   * itself as the proxy would, and listens where it expects to be redirected to.
   */
  public boolean findsRules(PodNetwork network) {
    ChainParameters parameters = pod.parameters();
    if (parameters == null || problem(network) != null) {
      return false;
    }
    Packet probe =
        new Packet(
            true,
            false,
            VALIDATION_ADDRESS,
            VALIDATION_PORT,
            null,
            "",
            Packet.LOOPBACK,
            VALIDATION_ID,
            VALIDATION_ID,
            0);
    return PodChains.of(parameters, network).ends(probe).stream()
        .allMatch(end -> end.listener() == mesh.proxyInboundListenPort());
  }

  /** Returns the flags of the container that writes the rules or waits for them. */
  List<String> initFlags() {
    List<String> flags = new ArrayList<>();
    if (mesh.cni()) {
      flags.add("--run-validation");
      flags.add("--skip-rule-apply");
    }
    if (mesh.nativeNftables()) {
      flags.add("--native-nftables");
    }
    return flags;
  }

  /**
   * Returns the label by which the pods say that they take Istio's mTLS: the pod's own unless it is
   * empty; empty for a template that sets none.
   */
  String tlsMode() {
    String own = workload.labels().findText(IstioKeys.TLS_MODE).orElse("");
    return own.isEmpty() && pod.templates().captures() ? "istio" : own;
  }

  /** Returns the names of the init containers, in the order in which they start. */
  List<String> initOrder() {
    List<String> order = new ArrayList<>();
    boolean writes = InjectedPod.INIT.equals(initContainer());
    if (pod.captures() && (mesh.cni() || pod.isNative())) {
      order.add(mesh.cni() ? VALIDATION : InjectedPod.INIT);
    }
    if (pod.isNative()) {
      order.add(InitArguments.PROXY);
    }
    order.addAll(pod.names("initContainers"));
    if (writes && !pod.isNative()) {
      order.add(InjectedPod.INIT);
    }
    order.addAll(pod.templates().initContainers());
    return order;
  }

  /** Returns the names of the containers, in the order in which they start. */
  List<String> containerOrder() {
    List<String> order = new ArrayList<>(pod.names("containers"));
    if (pod.templates().hasProxy() && !pod.isNative()) {
      boolean first = pod.templates().captures() && pod.config().holdsApplication();
      order.add(first ? 0 : order.size(), InitArguments.PROXY);
    }
    return order;
  }
}
