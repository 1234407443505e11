package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import org.junit.jupiter.api.Test;

final class RecipeFlowsTest {

  private static final String NODEAPP = "Deployment/dapr-demo/nodeapp";

  private final Flows flows = Portside.traffic(Recipe.today()).flows();

  @Test
  void fromTo_isBetweenTheTwo() {
    Flows calls = flows.from("pythonapp").to("nodeapp");

    assertThat(calls.stream().map(flow -> flow.client().use().role()).toList())
        .containsExactly("dapr-internal");
    assertThat(calls.get(0).count()).isEqualTo(1);
    assertThat(calls.get(0).outcome().layers()).containsExactly("dapr-mtls");
  }

  /** Two apps that say the same within their pods are one flow, and say nothing to each other. */
  @Test
  void loopback_staysInItsPod() {
    assertThat(flows.from("pythonapp").to("nodeapp").ending(Result.LOOPBACK)).isEmpty();
    assertThat(flows.from("nodeapp").to("nodeapp").role("dapr-internal")).isEmpty();
    for (Flow flow : flows.of("nodeapp").ending(Result.LOOPBACK)) {
      assertThat(flow.clients().toString()).isEqualTo("[" + NODEAPP + "]");
      assertThat(flow.servers()).isEqualTo(flow.clients());
    }
  }
}
