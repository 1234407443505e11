package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlowsCommandTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      """;

  @TempDir private Path folder;

  private static String app(String name, String excluded) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: shop}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations:
            dapr.io/enabled: "true"
            dapr.io/app-id: %1$s
            traffic.sidecar.istio.io/excludeInboundPorts: "%2$s"
            traffic.sidecar.istio.io/excludeOutboundPorts: "443,50005,50006,%2$s"
        spec:
          containers: [{name: app, image: app}]
    ---
    """
        .formatted(name, excluded);
  }

  private static Cli.Result flows(String text, String... options) {
    String[] args = new String[options.length + 3];
    System.arraycopy(new String[] {"flows", "-f", "-"}, 0, args, 0, 3);
    System.arraycopy(options, 0, args, 3, options.length);
    return Cli.runWithInput(text, args);
  }

  private static JsonNode json(String text) throws IOException {
    return MAPPER.readTree(flows(text, "-o", "json").out());
  }

  private static JsonNode flow(JsonNode report, String role) {
    for (JsonNode flow : report.get("flows")) {
      if (flow.get("role").asText().equals(role)) {
        return flow;
      }
    }
    throw new AssertionError(role + " is not in " + report);
  }

  private Cli.Result diff(String before, String after, String... options) throws IOException {
    Path old = Files.writeString(folder.resolve("old.yaml"), before);
    Path now = Files.writeString(folder.resolve("new.yaml"), after);
    String[] args = Arrays.copyOf(options, options.length + 4);
    System.arraycopy(options, 0, args, 4, options.length);
    args[0] = "flows";
    args[1] = "--diff";
    args[2] = old.toString();
    args[3] = now.toString();
    return Cli.run(args);
  }

  @Test
  void text_whatFailsFirst() {
    Cli.Result result = flows(NAMESPACE + app("orders", "50002") + app("mails", "1"));

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("broken: these connections fail\n\n");
    assertThat(result.out()).containsMatch("(?m)^\\d+ connections: 1 broken, ");
    assertThat(result.out())
        .contains("Deployment/shop/mails (daprd) -> Deployment/shop/orders (daprd) port 50002");
  }

  @Test
  void json_contract() throws IOException {
    JsonNode flow = flow(json(NAMESPACE + app("a", "50002") + app("b", "50002")), "dapr-internal");

    assertThat(flow.at("/client/kind").asText()).isEqualTo("Workload");
    assertThat(flow.at("/client/name").asText()).isEqualTo("Deployment/shop/a");
    assertThat(flow.at("/client/process").asText()).isEqualTo("daprd");
    assertThat(flow.at("/client/captured").isBoolean()).isTrue();
    assertThat(flow.at("/server/captured").asBoolean()).isFalse();
    assertThat(flow.get("wirePort").asInt()).isEqualTo(50002);
    assertThat(flow.get("podPort").asInt()).isEqualTo(50002);
    assertThat(flow.get("outcome").asText()).isEqualTo("protected");
    assertThat(flow.get("encryption").toString()).isEqualTo("[\"dapr-mtls\"]");
    assertThat(flow.get("policiesEnforced").asBoolean()).isFalse();
    assertThat(flow.get("reason").asText()).isNotEmpty();
  }

  @Test
  void json_foldsWhatIsEqual() throws IOException {
    String set = NAMESPACE + app("a", "50002") + app("b", "50002") + app("c", "50002");
    JsonNode flow = flow(json(set), "dapr-internal");

    assertThat(flow.get("count").asInt()).isEqualTo(6);
    assertThat(flow.get("members").toString())
        .isEqualTo("[\"Deployment/shop/a\",\"Deployment/shop/b\",\"Deployment/shop/c\"]");
  }

  @Test
  void json_orderOfDocumentsSaysNothing() throws IOException {
    List<String> documents =
        Arrays.asList(NAMESPACE, app("a", "50002"), app("b", "1"), app("c", "50002"));
    JsonNode one = json(String.join("", documents));
    Collections.reverse(documents);
    JsonNode other = json(String.join("", documents));

    assertThat(other.get("flows")).isEqualTo(one.get("flows"));
    assertThat(other.at("/statement/digest")).isEqualTo(one.at("/statement/digest"));
  }

  @Test
  void statement_digestFollowsTheContent() throws IOException {
    JsonNode one = json(NAMESPACE + app("a", "50002"));
    JsonNode other = json(NAMESPACE + app("a", "50003"));

    assertThat(other.at("/statement/digest")).isNotEqualTo(one.at("/statement/digest"));
    assertThat(one.at("/statement/counts/loopback").asInt()).isEqualTo(2);
    assertThat(one.at("/statement/platform").asText()).contains("Dapr 1.18");
  }

  @Test
  void statement_dateOfSource() throws Exception {
    Path set = Files.writeString(folder.resolve("set.yaml"), NAMESPACE + app("a", "50002"));
    Cli.Result result =
        Cli.runIn(
            folder,
            Map.of("SOURCE_DATE_EPOCH", "1700000000"),
            "flows",
            "-f",
            set.toString(),
            "-o",
            "json");

    assertThat(MAPPER.readTree(result.out()).at("/statement/date").asText())
        .isEqualTo("2023-11-14T22:13:20Z");
  }

  @Test
  void statement_wrongDate() throws Exception {
    Cli.Result result =
        Cli.runIn(folder, Map.of("SOURCE_DATE_EPOCH", "yesterday"), "flows", "-f", ".");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("SOURCE_DATE_EPOCH \"yesterday\"");
  }

  @Test
  void empty() {
    assertThat(flows("---\n---\n").code()).isEqualTo(3);
    assertThat(flows("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n").out())
        .isEqualTo("no connections: nothing in the set opens a connection\n");
  }

  @Test
  void unreadable_restIsTold() {
    Cli.Result result = flows(NAMESPACE + app("a", "50002") + "a: [\n");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).containsMatch("^-:\\d+:\\d+: error: ");
    assertThat(result.out()).contains("Deployment/shop/a");
  }

  @Test
  void diff_worse() throws IOException {
    String kept = NAMESPACE + app("a", "50002");
    Cli.Result result = diff(kept + app("b", "50002"), kept + app("b", "1"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("broke: Deployment/shop/b (daprd) -> Deployment/shop/a (daprd), ");
    assertThat(result.out()).contains("  before: port 50002, encrypted by dapr-mtls");
    assertThat(result.out()).contains("  after:  broken, port 50002: ");
  }

  @Test
  void diff_better() throws IOException {
    String kept = NAMESPACE + app("a", "50002");
    Cli.Result result = diff(kept + app("b", "1"), kept + app("b", "50002"));

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.out()).startsWith("works again: Deployment/shop/b");
  }

  @Test
  void diff_refused() throws IOException {
    String apps = NAMESPACE + app("a", "1") + app("b", "1");
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: nothing, namespace: shop}
        spec: {}
        """;
    Cli.Result worse = diff(apps, apps + policy);
    JsonNode flow = find(json(apps + policy), "dapr-internal");
    JsonNode verdict = flow.get("policies").get(0);

    assertThat(worse.code()).isEqualTo(1);
    assertThat(worse.out()).startsWith("is refused by a policy: Deployment/shop/a");
    assertThat(worse.out())
        .contains(
            "  after:  refused, port 50002: AuthorizationPolicy/shop/nothing: no ALLOW policy");
    assertThat(diff(apps + policy, apps).out()).startsWith("is let through again: ");
    assertThat(flow.get("outcome").asText()).isEqualTo("refused");
    assertThat(verdict.get("resource").asText()).isEqualTo("AuthorizationPolicy/shop/nothing");
    assertThat(verdict.get("lets").asBoolean()).isFalse();
    assertThat(verdict.get("line").isInt()).isTrue();
    assertThat(flows(apps + policy).out())
        .startsWith("refused: a policy does not let these through");
  }

  private static JsonNode find(JsonNode flows, String role) {
    for (JsonNode flow : flows.get("flows")) {
      if (flow.get("role").asText().equals(role)) {
        return flow;
      }
    }
    throw new AssertionError("no flow of role " + role);
  }

  @Test
  void diff_same() throws IOException {
    String set = NAMESPACE + app("a", "50002") + app("b", "50002");
    Cli.Result result = diff(set, "# the same\n" + set);

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.out()).startsWith("no connection changed (");
  }

  @Test
  void diff_appearedAndGone() throws IOException {
    String kept = NAMESPACE + app("a", "50002");
    Cli.Result result = diff(kept + app("b", "50002"), kept + app("c", "50002"), "-o", "json");
    JsonNode changes = MAPPER.readTree(result.out()).get("changes");

    assertThat(result.code()).isEqualTo(0);
    assertThat(changes.findValuesAsText("change")).containsAtLeast("appeared", "gone");
    for (JsonNode change : changes) {
      boolean appeared = change.get("change").asText().equals("appeared");
      assertThat(change.get(appeared ? "before" : "after").isNull()).isTrue();
      assertThat(change.get(appeared ? "after" : "before").isNull()).isFalse();
    }
  }

  @Test
  void diff_eachConnectionCountsOnce() throws IOException {
    String before = NAMESPACE + app("a", "50002") + app("b", "50002") + app("c", "50002");
    String after = NAMESPACE + app("a", "50002") + app("b", "50002") + app("c", "1");
    JsonNode report = MAPPER.readTree(diff(before, after, "-o", "json").out());
    long internal = 0;
    for (JsonNode change : report.get("changes")) {
      internal +=
          change.get("role").asText().equals("dapr-internal") ? change.get("count").asLong() : 0;
    }

    // c dials a and b, and a and b dial c: of six connections four change.
    assertThat(internal).isEqualTo(4);
  }

  @Test
  void diff_markdownIsNoMarkup() throws IOException {
    String hostile = "\"a|<script>`@everyone`\"";
    String kept = NAMESPACE + app("a", "50002");
    Cli.Result result =
        diff(
            kept,
            kept + app("b", "50002").replace("name: b,", "name: " + hostile + ","),
            "-o",
            "markdown");

    assertThat(result.out()).contains("a\\|&lt;script&gt;\\`&#64;everyone\\`");
    assertThat(result.out()).doesNotContain("<script>");
  }

  @Test
  void pictures() {
    String set = NAMESPACE + app("orders", "50002") + app("mails", "1");

    assertThat(flows(set, "-o", "mermaid").out()).startsWith("flowchart LR\n");
    assertThat(flows(set, "-o", "svg").out()).startsWith("<?xml version=\"1.0\"");
    assertThat(flows(set, "-o", "html").out()).startsWith("<!DOCTYPE html>\n");
    for (String format : List.of("mermaid", "svg", "html")) {
      assertThat(flows(set, "-o", format).code()).isEqualTo(0);
      assertThat(flows(set, "-o", format).out()).contains("BROKEN 50002");
      assertThat(flows("---\n", "-o", format).code()).isEqualTo(3);
    }
  }

  @Test
  void pictures_followNoOrderOfDocuments() {
    String one = app("a", "50002");
    String other = app("b", "1");
    for (String format : List.of("mermaid", "svg")) {
      assertThat(flows(NAMESPACE + one + other, "-o", format).out())
          .isEqualTo(flows(NAMESPACE + other + one, "-o", format).out());
    }
  }

  @Test
  void pictures_ofOneSetOnly() throws IOException {
    for (String format : List.of("mermaid", "svg", "html")) {
      Cli.Result result = diff(NAMESPACE, NAMESPACE, "-o", format);

      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("-o " + format + " does not go with --diff");
    }
  }

  @Test
  void usage() throws IOException {
    assertThat(flows(NAMESPACE, "-o", "markdown").err()).contains("-o markdown goes with --diff");
    assertThat(diff(NAMESPACE, NAMESPACE, "-f", "x").err()).contains("-f and --cluster do not go");
    assertThat(Cli.run("flows", "--diff", "only").code()).isEqualTo(2);
  }

  @Test
  void secrets_areNotTold() throws IOException {
    String planted =
        NAMESPACE
            + app("a", "50002")
            + """
            apiVersion: v1
            kind: Secret
            metadata: {name: redis, namespace: shop}
            stringData: {password: planted-one}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: state, namespace: shop}
            spec:
              type: state.redis
              version: v1
              metadata:
              - {name: redisHost, value: "redis.shop:6379"}
              - {name: redisPassword, value: planted-two}
            """;
    for (String format : List.of("text", "json", "mermaid", "svg", "html")) {
      assertThat(flows(planted, "-o", format).out()).contains("Deployment/shop/a");
      assertThat(flows(planted, "-o", format).out()).doesNotContain("planted");
    }
    for (String format : List.of("text", "json")) {
      assertThat(Cli.runWithInput(planted, "explain", "-f", "-", "-o", format).out())
          .doesNotContain("planted");
    }
    assertThat(json(planted).at("/statement/digest"))
        .isEqualTo(json(planted.replace("planted-one", "another")).at("/statement/digest"));
  }
}
