package dev.portside.istio.capture;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Workload;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * The ambient mesh, as far as it is known: who is in it, and what becomes of the kubelet's calls.
 */
final class Ambient {

  private Ambient() {}

  /**
   * Returns whether pods without a sidecar are in the ambient mesh: they share no network with
   * their node, and they or else their namespace ask for it.
   *
   * @param namespace the labels of their namespace, where they are known
   */
  static boolean takes(Workload workload, Optional<Mapping> namespace) {
    String own = workload.labels().text(IstioKeys.DATAPLANE_MODE);
    boolean asked =
        "ambient".equals(own)
            || !"none".equals(own)
                && namespace
                    .map(labels -> labels.text(IstioKeys.DATAPLANE_MODE))
                    .filter("ambient"::equals)
                    .isPresent();
    return asked && !"true".equals(workload.podSpec().text("hostNetwork"));
  }

  /** Returns what becomes of connections of which an end, the member, is in the ambient mesh. */
  static Outcome outcome(ClientEnd client, Party member) {
    Protection own = client.use().protection();
    return client.use().party().is(Party.Kind.KUBELET)
        ? Outcome.works(
            own.isEncrypted() ? List.of(own.layer()) : List.of(),
            Tri.NO,
            "the ambient mesh leaves the kubelet's probes alone")
        : Outcome.unknown(
            "%s is in the ambient mesh".formatted(member), "what ztunnel does with the connection");
  }
}
