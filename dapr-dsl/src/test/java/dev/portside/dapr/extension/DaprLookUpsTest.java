package dev.portside.dapr.extension;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.dapr.DaprRuntime;
import dev.portside.lifecycle.LookUp;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DaprLookUpsTest {

  private static final DaprRuntime TODAY = Platform.today().get(DaprRuntime.SECTION);
  private static final LookUp WEBHOOK = DaprLookUps.all().get(0);
  private static final LookUp OPERATOR = DaprLookUps.all().get(1);
  private static final LookUp CONFIGURATION = DaprLookUps.all().get(2);

  private static Platform learned(Platform platform, LookUp lookUp, String live) {
    return lookUp.learn(platform, LookUp.parsed(live));
  }

  @Test
  void webhook_tellsWhereTheOthersAre() {
    String webhook = "webhooks: [{clientConfig: {service: {namespace: dapr-control}}}]";

    Platform platform = learned(Platform.today(), WEBHOOK, webhook);

    assertThat(WEBHOOK.object(platform).toString())
        .isEqualTo("MutatingWebhookConfiguration/dapr-sidecar-injector");
    assertThat(OPERATOR.object(platform).toString())
        .isEqualTo("Deployment/dapr-control/dapr-operator");
    assertThat(CONFIGURATION.object(platform).toString())
        .isEqualTo("Configuration/dapr-control/daprsystem");
  }

  @Test
  void operator() {
    String deployment =
        "spec: {template: {spec: {containers: [{name: dapr-operator, image: 'd/operator:1.16.4'}]}}}";

    DaprRuntime dapr = learned(Platform.today(), OPERATOR, deployment).get(DaprRuntime.SECTION);

    assertThat(dapr).isEqualTo(TODAY.withVersion("1.16.4"));
  }

  @Test
  void configuration() {
    Platform off = learned(Platform.today(), CONFIGURATION, "spec: {mtls: {enabled: false}}");
    Platform on = learned(off, CONFIGURATION, "spec: {mtls: {enabled: true}}");

    assertThat(off.get(DaprRuntime.SECTION).mtls()).isFalse();
    assertThat(on.get(DaprRuntime.SECTION).mtls()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhooks: []",
        "webhooks: {a: b}",
        "webhooks: [text]",
        "webhooks: [{clientConfig: {url: 'https://example.com'}}]",
        "webhooks: [{clientConfig: {service: {namespace: [a]}}}]",
        "spec: {template: {spec: {containers: [{image: 'd/operator:edge'}]}}}",
        "spec: {mtls: {enabled: maybe}}",
        "spec: {mtls: true}",
        "spec: text",
      })
  void malformed_leavesTheAssumption(String live) {
    for (LookUp lookUp : List.of(WEBHOOK, OPERATOR, CONFIGURATION)) {
      Platform platform = learned(Platform.today(), lookUp, live);
      assertThat(platform.get(DaprRuntime.SECTION)).isEqualTo(TODAY);
      assertThat(lookUp.learn(platform, Mapping.empty()).get(DaprRuntime.SECTION)).isEqualTo(TODAY);
    }
  }
}
