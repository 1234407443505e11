package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DaprComponentTest {

  private static String message(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void yaml_refersToTheSecret() {
    DaprComponent component =
        DaprComponent.redisState("state")
            .host("redis:6380")
            .passwordFrom(SecretKey.of("redis", "password"))
            .scope("orders")
            .build();

    assertThat(Manifests.in("shop").add(component).build().toYaml())
        .isEqualTo(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: state
              namespace: shop
            spec:
              type: state.redis
              version: v1
              metadata:
              - name: redisHost
                value: redis:6380
              - name: redisPassword
                secretKeyRef:
                  name: redis
                  key: password
            scopes:
            - orders
            """);
  }

  @Test
  void version_cameWithDapr1() {
    Platform of2020 = Platform.profile("kyma-2020");
    DaprComponent component = DaprComponent.of("state.redis", "state").build();

    assertThat(Manifests.in("shop").on(of2020).add(component).build().toYaml())
        .doesNotContain("version:");
  }

  @Test
  void wrongValue_failsAtTheCall() {
    assertThat(message(() -> DaprComponent.of("redis", "state")))
        .isEqualTo("component type \"redis\": must be a category and a name, such as state.redis");
    assertThat(message(() -> DaprComponent.redisState("s").host("redis:70000")))
        .contains("must be 1 to 65535");
    assertThat(message(() -> DaprComponent.redisState("State")))
        .contains("component name \"State\"");
    assertThat(message(() -> SecretKey.of("", "k"))).contains("secret name");
  }

  @Test
  void toString_tellsNoValue() {
    DaprComponent component =
        DaprComponent.of("state.redis", "state").metadata("redisPassword", "hunter2").build();

    assertThat(component.toString()).doesNotContain("hunter2");
    assertThat(Manifests.in("shop").add(component).build().toString()).doesNotContain("hunter2");
    assertThat(Manifests.in("shop").add(component).build().resources().get(0).tree().toString())
        .doesNotContain("hunter2");
  }
}
