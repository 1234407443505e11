package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DaprComponentTest {

  private static String message(Executable call) {
    return assertThrows(RuntimeException.class, call).getMessage();
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
    DaprComponent component = DaprComponent.redisState("state").host("redis").build();

    assertThat(Manifests.in("shop").on(of2020).add(component).build().toYaml())
        .doesNotContain("version:");
  }

  @Test
  void wrongValue_failsAtTheCall() {
    assertThat(message(() -> DaprComponent.named("state", "redis")))
        .isEqualTo("component type \"redis\": must be a category and a name, such as state.redis");
    assertThat(message(() -> DaprComponent.redisState("s").host("redis:70000")))
        .contains("must be 1 to 65535");
    assertThat(message(() -> DaprComponent.redisState("State")))
        .contains("component name \"State\"");
    assertThat(message(() -> SecretKey.of("", "k"))).contains("secret name");
  }

  @Test
  void metadata_thatTheTypeRequires() {
    assertThat(message(() -> DaprComponent.named("locks", "state.zookeeper").build()))
        .isEqualTo("DaprComponent locks: servers is required; sessionTimeout is required");
    assertThat(message(() -> DaprComponent.named("s", "state.redis").version("v2").build()))
        .isEqualTo("DaprComponent s: no version \"v2\"; it has v1; redisHost is required");
  }

  @Test
  void secret_bySecretOnly() {
    assertThat(message(() -> DaprComponent.redisState("s").metadata("REDISPASSWORD", "hunter2")))
        .isEqualTo(
            "metadata REDISPASSWORD: holds a secret; give a SecretKey, or call"
                + " plainValue(\"REDISPASSWORD\", …)");
    DaprComponent said =
        DaprComponent.redisState("s").host("redis").plainValue("redisPassword", "hunter2").build();
    assertThat(Manifests.in("shop").add(said).build().toYaml()).contains("value: hunter2");
  }

  @Test
  void backend_thatLeadsNowhere() {
    assertThat(message(() -> DaprComponents.kafkaPubSub("k", List.of("kafka")).build()))
        .isEqualTo(
            "DaprComponent k: brokers has no port;" + " write host:port; the usual port is 9092");
  }

  @Test
  void backend_byHand() {
    DaprComponent hidden =
        DaprComponents.postgresState("pg", SecretKey.of("pg", "text")).backend("pg:5432").build();

    assertThat(Manifests.in("shop").add(hidden).build().toYaml())
        .contains("portside.dev/backend: pg:5432");
  }

  @Test
  void newerThanThePlatform() {
    Platform today = Platform.today();
    Platform old =
        today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withVersion("1.11"));
    DaprComponent component =
        DaprComponent.named("s", "state.redis")
            .metadataFromEnvironment("redisHost", "REDIS")
            .build();

    UnsupportedOnPlatformException refused =
        assertThrows(
            UnsupportedOnPlatformException.class,
            () -> Manifests.in("shop").on(old).add(component).build());
    assertThat(refused).hasMessageThat().contains("envRef was added in Dapr 1.12");
  }

  @Test
  void toString_tellsNoValue() {
    DaprComponent component =
        DaprComponent.redisState("state")
            .host("redis")
            .plainValue("redisPassword", "hunter2")
            .build();

    assertThat(component.toString()).doesNotContain("hunter2");
    assertThat(Manifests.in("shop").add(component).build().toString()).doesNotContain("hunter2");
    assertThat(Manifests.in("shop").add(component).build().resources().get(0).tree().toString())
        .doesNotContain("hunter2");
  }
}
