package dev.portside.kyma.operator;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.Recording;
import dev.portside.kyma.Recording.Differences;
import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.conversion.StoredRule;
import dev.portside.kyma.operator.Reconciliation.State;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each line with a manifest is an APIRule that was given to a real API server with the whole
 * operator beside it. Lines with steps tell what people did next; they are prose for readers.
 */
final class EndToEndVectorsTest {

  /** What the recording's cluster held. */
  private static final String CLUSTER =
      """
      {apiVersion: networking.istio.io/v1beta1, kind: Gateway,
       metadata: {name: kyma-gateway, namespace: kyma-system},
       spec: {servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.kyma.local"]},
        {port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.kyma.local"]}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: orders, namespace: shop},
       spec: {ports: [{port: 8080}], selector: {app: orders}}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: orders-1, namespace: shop, labels: {app: orders}},
       spec: {containers: [{name: app}, {name: istio-proxy}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: bare, namespace: shop},
       spec: {ports: [{port: 8080}], selector: {app: bare}}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: bare-1, namespace: shop, labels: {app: bare}},
       spec: {containers: [{name: app}]}}
      """;

  @Test
  void outcome_asCluster() {
    assertThat(
            Recording.judge("kyma-e2e", line -> line.has("manifest"), EndToEndVectorsTest::judge))
        .isEmpty();
  }

  private static void judge(Mapping line, Differences differences) {
    String version = line.text("version");
    Mapping expect = line.mapping("expect");
    boolean accepted =
        Definition.of("3.10.0", version).orElseThrow().admit(line.mapping("manifest")).accepted();
    differences.compare("created", "201".equals(expect.text("created")), accepted);
    Resource rule = Resource.made("vector", 0, line.mapping("manifest"), "shop");
    StoredRule stored = StoredRule.written(version, rule.tree(), "shop");
    Reconciliation outcome = Operator.in(cluster()).reconcileAccess(rule, stored.asV2());
    State state =
        "Ready".equals(expect.mapping("status").text("state")) ? State.READY : State.ERROR;
    differences.compare("state", state, outcome.state());
    Mapping generated = expect.mapping("generated");
    List<String> recorded = new ArrayList<>();
    for (String kind : List.of("VirtualService", "AuthorizationPolicy", "RequestAuthentication")) {
      recorded.add(generated.findText(kind).orElse("0"));
    }
    differences.compare("generated", recorded, made(outcome));
  }

  /** Objects are made kind by kind, and nothing after one that is refused. */
  private static List<String> made(Reconciliation outcome) {
    if (outcome.made().isEmpty()) {
      return List.of("0", "0", "0");
    }
    Generated made = outcome.made().get(0);
    List<String> refused = outcome.refused().stream().map(Generated.Refusal::kind).toList();
    boolean route = !refused.contains("VirtualService");
    boolean tokens = route && !refused.contains("RequestAuthentication");
    return List.of(
        route ? "1" : "0",
        "" + (route ? made.policies().size() : 0),
        "" + (tokens ? made.authentications().size() : 0));
  }

  private static Manifests cluster() {
    List<Resource> objects = new ArrayList<>();
    for (Document document : YamlReader.read(Input.of("cluster", CLUSTER))) {
      objects.add(Resource.read(document, "default"));
    }
    return Manifests.of("default", Platform.today(), objects);
  }
}
