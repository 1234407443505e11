package dev.portside.probe;

import dev.portside.Extension;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.check.UnmetBypass;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.KnownService;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Phase;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Another sidecar, to show that claims are not one product's: the Vault agent, which {@code
 * vault.hashicorp.com/agent-inject} injects and which dials Vault before the app starts.
 */
final class VaultAgentProbe implements Extension {

  @Override
  public String id() {
    return "vault";
  }

  @Override
  public void claims(Manifests manifests, Consumer<PortUse> claims) {
    for (Workload workload : manifests.workloads()) {
      if ("true".equals(workload.annotation("vault.hashicorp.com/agent-inject"))) {
        claims.accept(
            PortUse.builder()
                .party(new Party.Pods(workload))
                .process("vault-agent")
                .peer(new Peer.Service("vault", "vault", 443))
                .phase(Phase.INIT)
                .protection(Protection.by("tls"))
                .need(Need.BYPASS)
                .role("vault-api")
                .group("secrets")
                .claimant(id())
                .purpose("secrets for the app")
                .fact("hashicorp/vault-k8s agent-inject/agent/agent.go")
                .build());
      }
    }
  }

  @Override
  public List<KnownService> services(Platform platform) {
    return List.of(
        new KnownService(
            Party.Kind.CONTROL_PLANE,
            "vault",
            "vault",
            false,
            List.of(new KnownService.Port("https", 443, 8200))));
  }

  @Override
  public List<Rule> rules() {
    return List.of(new Captured());
  }

  private static final class Captured extends UnmetBypass {

    Captured() {
      super(
          "vault-port-captured",
          Severity.ERROR,
          Rank.FEATURE,
          "the agent cannot reach Vault",
          Direction.OUTBOUND);
    }

    @Override
    protected boolean concerns(Scene scene, End end) {
      return end.use().claimant().equals("vault");
    }

    @Override
    protected String message(Unmet unmet) {
      return "%s captures outbound port %d".formatted(unmet.capture().mesh(), unmet.port());
    }

    @Override
    protected String why(Unmet unmet) {
      return "the agent dials before the proxy runs";
    }

    @Override
    protected String help(Unmet unmet) {
      return "skip outbound port " + unmet.port();
    }
  }
}
