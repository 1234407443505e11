package dev.portside.it;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Input;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A flow stands for many connections, and says of each what would be said of it alone. */
class FoldingProperties {

  /** What a namespace says of itself and of its sidecars. */
  record Space(String labels, String egress, String mode, String rule, List<App> apps) {

    String yaml(int index) {
      String name = "team-" + index;
      StringBuilder yaml = new StringBuilder();
      yaml.append(
          "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {%s}}}\n---\n"
              .formatted(name, labels));
      if (!egress.isEmpty()) {
        yaml.append(of("networking.istio.io/v1", "Sidecar", name))
            .append("egress: [{hosts: [%s]}]}}\n---\n".formatted(egress));
      }
      if (!mode.isEmpty()) {
        yaml.append(of("security.istio.io/v1", "PeerAuthentication", name))
            .append("mtls: {mode: %s}}}\n---\n".formatted(mode));
      }
      if (!rule.isEmpty()) {
        yaml.append(of("networking.istio.io/v1", "DestinationRule", name))
            .append(rule)
            .append("}}\n---\n");
      }
      for (int i = 0; i < apps.size(); i++) {
        yaml.append(apps.get(i).yaml("app-" + i, name));
      }
      return yaml.toString();
    }

    private static String of(String version, String kind, String namespace) {
      return "{apiVersion: %s, kind: %s, metadata: {name: default, namespace: %s}, spec: {"
          .formatted(version, kind, namespace);
    }
  }

  /** What the pods of an app say of themselves. */
  record App(String labels, String annotations) {

    String yaml(String name, String namespace) {
      return """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: %1$s, namespace: %2$s}
          spec:
            selector: {matchLabels: {app: %1$s}}
            template:
              metadata:
                labels: {app: %1$s%3$s}
                annotations: {dapr.io/enabled: "true", dapr.io/app-id: %1$s%4$s}
              spec:
                containers: [{name: app, image: "app:1"}]
          ---
          """
          .formatted(name, namespace, labels, annotations);
    }
  }

  @Provide
  Arbitrary<List<Space>> spaces() {
    Arbitrary<App> apps =
        Combinators.combine(
                Arbitraries.of(
                    "",
                    "",
                    ", sidecar.istio.io/inject: \"false\"",
                    ", istio.io/dataplane-mode: ambient",
                    ", istio.io/dataplane-mode: none"),
                Arbitraries.of(
                    "",
                    ", traffic.sidecar.istio.io/excludeInboundPorts: \"50002\"",
                    ", traffic.sidecar.istio.io/excludeOutboundPorts: \"50002\""))
            .as(App::new);
    Arbitrary<Space> spaces =
        Combinators.combine(
                Arbitraries.of(
                    "istio-injection: enabled",
                    "istio-injection: enabled",
                    "istio.io/dataplane-mode: ambient",
                    ""),
                Arbitraries.of("", "\"./*\"", "\"./*\", \"team-0/*\"", "\"*/*\""),
                Arbitraries.of("", "STRICT", "DISABLE"),
                Arbitraries.of(
                    "",
                    "host: app-0-dapr.team-0.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}",
                    "host: \"*.local\", exportTo: [\".\"], trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}"),
                apps.list().ofMinSize(1).ofMaxSize(3))
            .as(Space::new);
    return spaces.list().ofMinSize(1).ofMaxSize(4);
  }

  @Property(tries = 300)
  void eachConnection_isAsItsFlowSays(@ForAll("spaces") List<Space> spaces) {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < spaces.size(); i++) {
      yaml.append(spaces.get(i).yaml(i));
    }
    ManifestReader reader = new ManifestReader("default");
    reader.read(Input.of("set.yaml", yaml.toString()), ManifestReader.Origin.NAMED);
    Manifests set = reader.manifests(Platform.today());
    assertWithMessage("%s", set.problems()).that(set.problems()).isEmpty();
    Traffic traffic = Portside.traffic(set);
    long sidecars = 0;
    for (Flow flow : traffic.flows()) {
      sidecars += flow.client().use().role().equals("dapr-internal") ? flow.count() : 0;
      judge(traffic, flow);
    }
    long apps = set.workloads().size();
    assertWithMessage("every sidecar dials every other one")
        .that(sidecars)
        .isEqualTo(apps * (apps - 1));
  }

  private static void judge(Traffic traffic, Flow flow) {
    if (flow.outcome().isInPod()) {
      return;
    }
    for (Party client : flow.clients()) {
      for (Party server : flow.servers()) {
        Optional<ClientEnd> from = end(traffic, client, flow.client()).map(ClientEnd.class::cast);
        Optional<ServerEnd> to = end(traffic, server, flow.server()).map(ServerEnd.class::cast);
        if (from.isPresent() && to.isPresent() && !client.equals(server)) {
          Outcome own = traffic.outcome(from.get(), to.get(), flow.meeting());
          assertWithMessage("%s to %s on %s", client, server, flow.meeting())
              .that(words(own))
              .isEqualTo(words(flow.outcome()));
          assertWithMessage("%s takes part in it", server)
              .that(traffic.flows(to.get()))
              .contains(flow);
        }
      }
    }
  }

  private static List<Object> words(Outcome outcome) {
    return List.of(outcome.result(), outcome.layers(), outcome.policiesEnforced());
  }

  /** The end of a party that is like another one's. */
  private static Optional<End> end(Traffic traffic, Party party, End like) {
    Stream<Workload> workload = party.workload().stream();
    boolean outbound = like.use().direction() == Direction.OUTBOUND;
    return workload
        .flatMap(each -> traffic.ends(each).stream())
        .filter(end -> end.use().role().equals(like.use().role()))
        .filter(end -> end.use().direction() == like.use().direction())
        .filter(end -> end.wire().port() == like.wire().port())
        .filter(end -> !outbound || end.use().peer().equals(like.use().peer()))
        .findFirst();
  }
}
