package dev.portside.kyma;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Input;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiRuleMigrationTest {

  private static final String OLD =
      """
      apiVersion: gateway.kyma-project.io/v1beta1
      kind: APIRule
      metadata: {name: orders, namespace: shop}
      spec:
        gateway: kyma-gateway.kyma-system.svc.cluster.local
        host: orders # the shop's
        service: {name: orders, port: 8080}
        rules:
          - path: /.*
            methods: [GET]
            accessStrategies:
              - handler: no_auth
            mutators: []
      """;

  private static final String JWT =
      """
      - handler: jwt
                config:
                  trusted_issuers: ["https://a.example.com"]
                  jwks_urls: ["https://a.example.com/keys"]
                  required_scope: [read]
      """
          .strip();

  private static Resource rule(String yaml) {
    return Resource.read(YamlReader.read(Input.of("rule.yaml", yaml)).get(0), "default");
  }

  private static ApiRuleMigration toV2(String yaml) {
    return ApiRuleMigration.of(rule(yaml)).to(ApiRuleVersion.V2);
  }

  @Test
  void v1beta1_noAuth() {
    assertThat(toV2(OLD).migrated().orElseThrow().toJava())
        .isEqualTo(
            rule("""
                apiVersion: gateway.kyma-project.io/v2
                kind: APIRule
                metadata: {name: orders, namespace: shop}
                spec:
                  gateway: kyma-system/kyma-gateway
                  hosts: [orders]
                  service: {name: orders, port: 8080}
                  rules: [{path: "/*", methods: [GET], noAuth: true}]
                """)
                .tree()
                .toJava());
  }

  @Test
  void edits_makeTheSame() {
    ApiRuleMigration migration = toV2(OLD);
    Tree tree = rule(OLD).tree();
    for (Edit edit : migration.edits()) {
      tree = edit.applyTo(tree);
    }

    assertThat(tree.toJava()).isEqualTo(migration.migrated().orElseThrow().toJava());
  }

  @Test
  void v1beta1_jwt() {
    ApiRuleMigration migration = toV2(OLD.replace("- handler: no_auth", JWT));

    assertThat(migration.isExact()).isTrue();
    assertThat("" + migration.migrated().orElseThrow().mapping("spec").sequence("rules").toJava())
        .contains(
            "jwt={authentications=[{issuer=https://a.example.com,"
                + " jwksUri=https://a.example.com/keys}], authorizations=[{requiredScopes=[read]}]}");
  }

  @Test
  void notes_tellWhatChanges() {
    assertThat(toV2(OLD).notes().toString()).contains("every origin is allowed today");
    assertThat(toV2(OLD.replace("/.*", "/*")).notes().toString())
        .contains("rule.yaml:9:7: \"/*\" matches only slashes");
  }

  @ParameterizedTest
  @CsvSource({
    "no_auth, noop, 'rule.yaml:12:11: handler noop belongs to Oathkeeper'",
    "no_auth, allow, 'rule.yaml:12:11: allow lets every method through'",
    "/.*, /orders.*, 'rule.yaml:9:7: v2 has no pattern for the regular expression'",
    "/.*, '/(a|b)', 'rule.yaml:9:7: v2 has no pattern'",
    "mutators: [], 'mutators: [{handler: hydrator}]', 'rule.yaml:13:18: mutator hydrator has no'",
    "kyma-gateway.kyma-system.svc.cluster.local, a.b.c, 'rule.yaml:5:3: v2 does not accept gateway'",
    "orders # the, Orders # the, 'rule.yaml:4:1: v2 would refuse spec.hosts[0]'",
  })
  void refused_withLine(String old, String changed, String message) {
    List<ApiRuleMigration.Note> refused = toV2(OLD.replace(old, changed)).refused();

    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).toString()).startsWith(message);
    assertThat(toV2(OLD.replace(old, changed)).edits()).isEmpty();
  }

  @Test
  void refused_tokenFrom() {
    String yaml = OLD.replace("- handler: no_auth", JWT + "\n            token_from: {header: x}");

    assertThat(toV2(yaml).refused().toString())
        .contains("rule.yaml:17:13: v2 has no counterpart of token_from");
  }

  @Test
  void refused_twoStrategies() {
    String yaml = OLD.replace("- handler: no_auth", "- handler: jwt\n        - handler: jwt");

    assertThat(toV2(yaml).refused().toString()).contains("this one has 2 strategies");
  }

  @ParameterizedTest
  @CsvSource({
    "/.*, /*",
    "/orders, /orders",
    "/orders/.*, /orders/{**}",
    "/orders/[^/]+, /orders/{*}",
    "/orders/[^/]+/lines, /orders/{*}/lines",
    "/a/.*/b, /a/{**}/b",
    "/a\\.json, /a.json",
    "/, /",
  })
  void path(String expression, String pattern) {
    String path =
        toV2(OLD.replace("/.*", expression))
            .migrated()
            .orElseThrow()
            .mapping("spec")
            .sequence("rules")
            .mapping(0)
            .text("path");

    assertThat(path).isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a+b", "/a?", "/item-[0-9]+", "/.*/.*", "/a.*b", "/(?!x).*", "orders"})
  void path_refused(String expression) {
    assertThat(toV2(OLD.replace("/.*", expression)).isExact()).isFalse();
  }

  @Test
  void v1alpha1_hostMoves() {
    String alpha =
        OLD.replace("v1beta1", "v1alpha1")
            .replace("  host: orders # the shop's\n", "")
            .replace("{name: orders, port", "{host: orders, name: orders, port");

    ApiRuleMigration beta = ApiRuleMigration.of(rule(alpha)).to(ApiRuleVersion.V1BETA1);

    assertThat(beta.migrated().orElseThrow().mapping("spec").text("host")).isEqualTo("orders");
    assertThat(toV2(alpha).migrated().orElseThrow().toJava())
        .isEqualTo(toV2(OLD).migrated().orElseThrow().toJava());
    assertThat(toV2(alpha.replace("      methods: [GET]\n", "")).refused().toString())
        .contains("the rule lists no methods");
  }

  @Test
  void backwards() {
    ApiRuleMigration migration = ApiRuleMigration.of(rule(OLD));

    assertThrows(IllegalArgumentException.class, () -> migration.to(ApiRuleVersion.V1ALPHA1));
  }

  @Test
  void anotherGroup() {
    Resource other = rule(OLD.replace("gateway.kyma-project.io", "gateway.example.com"));

    assertThrows(IllegalArgumentException.class, () -> ApiRuleMigration.of(other));
  }
}
