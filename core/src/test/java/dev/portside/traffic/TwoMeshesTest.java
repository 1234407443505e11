package dev.portside.traffic;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.Edit;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two meshes share a set: neither is handed what the other one made. */
class TwoMeshesTest {

  private static final String POD =
      """
      {apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {mesh: %s}}}
      ---
      """;

  private static Outcome call(String client, String server) {
    ManifestReader reader = new ManifestReader("default");
    String yaml = POD.formatted("client", client) + POD.formatted("server", server);
    reader.read(Input.of("set.yaml", yaml), ManifestReader.Origin.NAMED);
    List<TrafficSource> sources = List.of(new Mesh("blue"), new Mesh("red"), new Calls());
    return Traffic.of(reader.manifests(Platform.today()), sources).flows().get(0).outcome();
  }

  @Test
  void meshOfBoth_judges() {
    assertThat(call("blue", "blue").layers()).containsExactly("blue");
    assertThat(call("red", "red").layers()).containsExactly("red");
  }

  @Test
  void meshOfTheClient_judgesWhoIsInAnother() {
    assertThat(call("blue", "red").reason()).isEqualTo("blue judges");
    assertThat(call("red", "blue").reason()).isEqualTo("red judges");
    assertThat(call("red", "blue").layers()).isEmpty();
  }

  @Test
  void meshOfTheServer_judgesWhoHasNone() {
    assertThat(call("none", "blue").reason()).isEqualTo("blue judges");
    assertThat(call("none", "red").reason()).isEqualTo("red judges");
  }

  /** The pod named client calls the one named server. */
  private record Calls() implements TrafficSource {

    @Override
    public String id() {
      return "calls";
    }

    @Override
    public void claims(Manifests manifests, Consumer<PortUse> claims) {
      for (Workload workload : manifests.workloads()) {
        boolean dials = workload.resource().name().equals("client");
        Peer peer = dials ? new Peer.Group("servers", 80, false) : new Peer.Callers("servers", 80);
        claims.accept(
            PortUse.builder()
                .party(new Party.Pods(workload))
                .process("app")
                .peer(peer)
                .protection(Protection.plaintext())
                .role("call")
                .group("call")
                .claimant(id())
                .purpose("calls")
                .fact("a test")
                .build());
      }
    }
  }

  /** A mesh of the pods that are labelled with its name. */
  private record Mesh(String id) implements TrafficSource, Capture {

    private record Own(String mesh) implements ClientFacet, ServerFacet {}

    @Override
    public Optional<Capture> capture(Manifests manifests) {
      return Optional.of(this);
    }

    @Override
    public String mesh() {
      return id;
    }

    @Override
    public String proxy() {
      return id;
    }

    @Override
    public Presence on(Party party) {
      boolean labelled =
          party.workload().filter(w -> id.equals(w.labels().text("mesh"))).isPresent();
      return Presence.known(labelled, "its label");
    }

    @Override
    public Verdict of(PortUse use, Wire wire) {
      return new Verdict(on(use.party()).meshed(), Setting.assumed("mesh", "label"), "its label");
    }

    @Override
    public List<Edit> bypass(PortUse use, Wire wire) {
      return List.of();
    }

    @Override
    public List<Edit> take(PortUse use, Wire wire) {
      return List.of();
    }

    @Override
    public Tri carriesAtStart(Workload workload) {
      return Tri.YES;
    }

    @Override
    public List<Exemption> exemptions(Workload workload) {
      return List.of();
    }

    @Override
    public ClientFacet clientFacet(PortUse use, Wire wire) {
      return new Own(id);
    }

    @Override
    public ServerFacet serverFacet(PortUse use, Wire wire) {
      return new Own(id);
    }

    @Override
    public Outcome outcome(ClientEnd client, ServerEnd server, Meeting meeting) {
      assertThat(client.facet()).isEqualTo(new Own(id));
      assertThat(server.facet()).isEqualTo(new Own(id));
      boolean both = client.captured() == Tri.YES && server.captured() == Tri.YES;
      return Outcome.works(both ? List.of(id) : List.of(), server.captured(), id + " judges");
    }
  }
}
