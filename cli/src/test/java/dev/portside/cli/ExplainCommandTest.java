package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ExplainCommandTest {

  private static Cli.Result explain(String... options) {
    String[] args = new String[options.length + 3];
    System.arraycopy(new String[] {"explain", "-f", "-"}, 0, args, 0, 3);
    System.arraycopy(options, 0, args, 3, options.length);
    return Cli.runWithInput(Samples.ORDERS, args);
  }

  @Test
  void text() {
    Cli.Result result = explain();

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.out()).startsWith("Deployment/shop/orders\n");
    assertThat(result.out()).containsMatch("(?m)^  PORT +DIRECTION +PROCESS +PEER");
    assertThat(result.out()).containsMatch("(?m)^  50002 +inbound +daprd +dapr-sidecars ");
    assertThat(result.out()).contains("decided by traffic.sidecar.istio.io/excludeInboundPorts (");
  }

  @Test
  void json_contract() throws IOException {
    JsonNode workload = new ObjectMapper().readTree(explain("-o", "json").out()).at("/workloads/0");
    JsonNode port = null;
    for (JsonNode each : workload.get("ports")) {
      if (each.get("port").asInt() == 50002 && each.get("direction").asText().equals("inbound")) {
        port = each;
      }
    }

    assertThat(workload.get("workload").asText()).isEqualTo("Deployment/shop/orders");
    assertThat(port).isNotNull();
    assertThat(port.get("process").asText()).isEqualTo("daprd");
    assertThat(port.get("peer").asText()).isEqualTo("dapr-sidecars");
    assertThat(port.get("protection").asText()).isEqualTo("dapr-mtls");
    assertThat(port.get("need").asText()).isEqualTo("bypass");
    assertThat(port.at("/setting/key").asText())
        .isEqualTo("traffic.sidecar.istio.io/excludeInboundPorts");
    assertThat(port.get("fact").asText()).contains("dapr");
  }

  @Test
  void workload_asKubectlSpellsIt() {
    for (String name :
        new String[] {"deployment/orders", "Deployments/orders", "Deployment/shop/orders"}) {
      assertThat(explain(name).out()).startsWith("Deployment/shop/orders\n");
    }
  }

  @Test
  void workload_unknown() {
    Cli.Result result = explain("deployment/ordres");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("the nearest is Deployment/orders");
  }

  @Test
  void workload_alikeAreToldTogether() {
    String twin = Samples.ORDERS.replace("name: orders", "name: twins");
    Cli.Result result = Cli.runWithInput(Samples.ORDERS + "---\n" + twin, "explain", "-f", "-");

    assertThat(result.out()).startsWith("Deployment/shop/orders, Deployment/shop/twins\n");
    assertThat(result.out().split("PORT  ", -1)).hasLength(2);
  }

  @Test
  void none() {
    Cli.Result result =
        Cli.runWithInput("apiVersion: v1\nkind: List\nitems: []\n", "explain", "-f", "-");

    assertThat(result.out()).isEqualTo("the set has no workload\n");
  }
}
