package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.manifest.ManifestReader;
import dev.portside.platform.Platform;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Party;
import dev.portside.yaml.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of policies, whatever they say. */
class PermissionProperties {

  private static final List<String> SPACES = List.of("shop", "bank");

  /** A policy of the set. */
  record Policy(String namespace, String selector, String action, List<String> rules) {

    String yaml(int index, boolean reversed) {
      List<String> order = new ArrayList<>(rules);
      if (reversed) {
        Collections.reverse(order);
      }
      return """
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: p-%d, namespace: %s}
      spec: {%saction: %s, rules: [%s]}
      ---
      """
          .formatted(index, namespace, selector, action, String.join(", ", order));
    }
  }

  @Provide
  Arbitrary<List<Policy>> policies() {
    return policy(Arbitraries.of("ALLOW", "DENY")).list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Policy> denial() {
    return policy(Arbitraries.just("DENY"));
  }

  private static Arbitrary<Policy> policy(Arbitrary<String> actions) {
    Arbitrary<String> from =
        Arbitraries.of(
            "",
            "from: [{source: {namespaces: [shop]}}]",
            "from: [{source: {notNamespaces: [shop]}}]",
            "from: [{source: {principals: [\"cluster.local/ns/bank/sa/a\"]}}]",
            "from: [{source: {principals: [\"*/sa/b\"]}}, {source: {ipBlocks: [10.0.0.0/8]}}]");
    Arbitrary<String> to =
        Arbitraries.of(
            "",
            "to: [{operation: {ports: [\"50002\"]}}]",
            "to: [{operation: {notPorts: [\"50002\"]}}]",
            "to: [{operation: {paths: [/a], methods: [GET]}}]",
            "when: [{key: connection.sni, values: [a]}]");
    Arbitrary<String> rules =
        Combinators.combine(from, to)
            .as((f, t) -> "{" + f + (f.isEmpty() || t.isEmpty() ? "" : ", ") + t + "}");
    return Combinators.combine(
            Arbitraries.of("shop", "bank", "istio-system"),
            Arbitraries.of("", "selector: {matchLabels: {app: a}}, "),
            actions,
            rules.list().ofMinSize(1).ofMaxSize(3))
        .as(Policy::new);
  }

  @Property(tries = 200)
  void noPolicies_refuseNothing(@ForAll("policies") List<Policy> policies) {
    Map<String, Result> without = results(List.of(), false);
    Map<String, Result> with = results(policies, false);

    assertThat(without.values()).doesNotContain(Result.REFUSED);
    assertThat(with.keySet()).isEqualTo(without.keySet());
    with.forEach(
        (connection, result) -> {
          if (result != Result.REFUSED && result != Result.UNKNOWN) {
            assertWithMessage(connection).that(result).isEqualTo(without.get(connection));
          }
        });
  }

  @Property(tries = 200)
  void anotherDenial_letsNothingThrough(
      @ForAll("policies") List<Policy> policies, @ForAll("denial") Policy denial) {
    List<Policy> more = new ArrayList<>(policies);
    more.add(denial);
    Map<String, Result> before = results(policies, false);

    results(more, false)
        .forEach(
            (connection, result) -> {
              if (before.get(connection) == Result.REFUSED) {
                assertWithMessage(connection).that(result).isEqualTo(Result.REFUSED);
              } else if (before.get(connection) == Result.UNKNOWN) {
                assertWithMessage(connection).that(result).isAnyOf(Result.UNKNOWN, Result.REFUSED);
              }
            });
  }

  @Property(tries = 200)
  void order_doesNotMatter(@ForAll("policies") List<Policy> policies) {
    assertThat(results(policies, true)).isEqualTo(results(policies, false));
  }

  /** What becomes of each connection. */
  private static Map<String, Result> results(List<Policy> policies, boolean reversed) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      documents.add(policies.get(i).yaml(i, reversed));
    }
    for (String space : SPACES) {
      documents.add(
          "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {istio-injection: enabled}}}\n---\n"
              .formatted(space));
      documents.add(app("a", space));
      documents.add(app("b", space));
    }
    if (reversed) {
      Collections.reverse(documents);
    }
    ManifestReader reader = new ManifestReader("default");
    reader.read(Input.of("set.yaml", String.join("", documents)), ManifestReader.Origin.NAMED);
    Map<String, Result> results = new TreeMap<>();
    for (Flow flow : Portside.traffic(reader.manifests(Platform.today())).flows()) {
      for (Party client : flow.clients()) {
        for (Party server : flow.servers()) {
          if (!flow.outcome().isInPod() && !client.equals(server)) {
            String connection =
                "%s -> %s %d".formatted(client, server, flow.meeting().wire().port());
            assertWithMessage("results of " + connection)
                .that(results.put(connection, flow.outcome().result()))
                .isNull();
          }
        }
      }
    }
    return results;
  }

  private static String app(String name, String namespace) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {dapr.io/enabled: "true", dapr.io/app-id: %1$s, dapr.io/app-port: "8080"}
        spec:
          serviceAccountName: %1$s
          containers: [{name: app, image: "app:1"}]
    ---
    """
        .formatted(name, namespace);
  }
}
