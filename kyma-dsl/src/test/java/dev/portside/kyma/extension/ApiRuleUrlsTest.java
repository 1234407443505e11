package dev.portside.kyma.extension;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.KymaCluster;
import dev.portside.manifest.ManifestReader;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRuleUrlsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v2       | hosts: [nodeapp]                              | https://nodeapp.kyma.example/
          v2       | hosts: [nodeapp, api.shop.example]            | https://nodeapp.kyma.example/ https://api.shop.example/
          v2       | 'hosts: ["*.shop.example"]'                   | ''
          v2       | '{hosts: [nodeapp], gateway: kyma-system/kyma-gateway}' | https://nodeapp.kyma.example/
          v2       | '{hosts: [nodeapp], gateway: shop/own}'       | ''
          v1beta1  | '{host: nodeapp, gateway: shop/own}'          | https://nodeapp.kyma.example/
          v1alpha1 | 'service: {host: nodeapp.old.example}'        | https://nodeapp.old.example/
          v2       | 'hosts: ["a b", "x/../y"]'                    | ''
          v2       | hosts: nonsense                               | ''
          """)
  void urls(String version, String spec, String expected) {
    String yaml =
        "apiVersion: gateway.kyma-project.io/%s\nkind: APIRule\nmetadata: {name: nodeapp}\nspec: %s\n"
            .formatted(version, spec.startsWith("{") ? spec : "{" + spec + "}");
    ManifestReader reader = new ManifestReader("shop");
    reader.read(Input.of("rule.yaml", yaml), ManifestReader.Origin.NAMED);
    Platform today = Platform.today();
    Platform platform =
        today.with(KymaCluster.SECTION, today.get(KymaCluster.SECTION).withDomain("kyma.example"));

    String urls =
        String.join(
            " ",
            ApiRuleUrls.of(reader.manifests(platform)).stream()
                .map(each -> each.url().toString())
                .toList());

    assertThat(urls).isEqualTo(expected);
  }
}
