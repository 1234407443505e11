package dev.portside.kyma.extension;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.KymaCluster;
import dev.portside.lifecycle.LookUp;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KymaLookUpsTest {

  private static final KymaCluster TODAY = Platform.today().get(KymaCluster.SECTION);
  private static final LookUp OPERATOR = KymaLookUps.all().get(0);
  private static final LookUp SHOOT = KymaLookUps.all().get(1);
  private static final LookUp OVERRIDES = KymaLookUps.all().get(2);
  private static final LookUp GATEWAY = KymaLookUps.all().get(3);

  private static KymaCluster learned(LookUp lookUp, String live) {
    return lookUp.learn(Platform.today(), LookUp.parsed(live)).get(KymaCluster.SECTION);
  }

  @Test
  void operator() {
    String deployment =
        "spec: {template: {spec: {containers: [{name: manager, image: 'x/api-gateway-manager:2.10.1'}]}}}";

    assertThat(learned(OPERATOR, deployment)).isEqualTo(TODAY.withVersion("2.10.1"));
  }

  @Test
  void domain_ofConfigMaps() {
    assertThat(learned(SHOOT, "data: {domain: c-1.example.com}").domain())
        .isEqualTo("c-1.example.com");
    assertThat(learned(OVERRIDES, "data: {global.ingress.domainName: kyma.example.com}").domain())
        .isEqualTo("kyma.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "'*.example.com', example.com",
    "'shop/*.example.com', example.com",
    "'orders.example.com', local.kyma.dev",
    "'*', local.kyma.dev",
    "'*.', local.kyma.dev",
  })
  void domain_ofGateway(String host, String domain) {
    assertThat(learned(GATEWAY, "spec: {servers: [{hosts: ['" + host + "']}]}").domain())
        .isEqualTo(domain);
  }

  @Test
  void gateway_isThePlatforms() {
    KymaCluster own = new KymaCluster(TODAY.version(), "edge/public", TODAY.domain());
    Platform platform = Platform.today().with(KymaCluster.SECTION, own);

    assertThat(GATEWAY.object(platform).toString()).isEqualTo("Gateway/edge/public");
    assertThat(GATEWAY.object(Platform.profile("kyma-2020")).toString())
        .isEqualTo("Gateway/kyma-system/kyma-gateway");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "data: text",
        "data: {domain: [a], global.ingress.domainName: {}}",
        "data: {domain: '', global.ingress.domainName: ' '}",
        "spec: {servers: []}",
        "spec: {servers: [text]}",
        "spec: {servers: [{hosts: []}]}",
        "spec: {servers: [{hosts: [{}]}]}",
        "spec: {template: {spec: {containers: [{image: 'x:PR-1'}]}}}",
      })
  void malformed_leavesTheAssumption(String live) {
    for (LookUp lookUp : KymaLookUps.all()) {
      assertThat(learned(lookUp, live)).isEqualTo(TODAY);
    }
    assertThat(GATEWAY.learn(Platform.today(), Mapping.empty()).get(KymaCluster.SECTION))
        .isEqualTo(TODAY);
  }

  @Test
  void profiles_haveADomain() {
    assertThat(TODAY.domain()).isEqualTo("local.kyma.dev");
    assertThat(Platform.profile("kyma-2020").get(KymaCluster.SECTION).domain())
        .isEqualTo("kyma.local");
  }
}
