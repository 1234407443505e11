package dev.portside.kyma.operator;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Istio's policies as the operator makes them for one rule. */
final class Policies {

  private static final List<String> SCOPES = List.of("scp", "scope", "scopes");
  private static final String GATEWAY =
      "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
  private static final String OATHKEEPER =
      "cluster.local/ns/kyma-system/sa/oathkeeper-maester-account";

  private final String namespace;
  private final @Nullable Mapping selector;
  private final Mapping operation;

  /**
   * Prepares the policies of a rule.
   *
   * @param selector the labels of the pods; null where the Service selects nothing
   * @param operation which requests: hosts, methods, paths
   */
  Policies(String namespace, @Nullable Mapping selector, Mapping operation) {
    this.namespace = namespace;
    this.selector = selector;
    this.operation = operation;
  }

  static Mapping fromGateway() {
    return Mapping.of("principals", Sequence.ofTexts(List.of(GATEWAY)));
  }

  static Mapping fromOathkeeper() {
    return Mapping.of("principals", Sequence.ofTexts(List.of(OATHKEEPER)));
  }

  /** Whoever holds a token of one of the issuers, and what else is asked of the source. */
  static Mapping fromIssuers(Mapping jwt, Mapping also) {
    List<String> principals = new ArrayList<>();
    Sequence authentications = jwt.sequence("authentications");
    for (int i = 0; i < authentications.size(); i++) {
      principals.add(authentications.mapping(i).findText("issuer").orElse("") + "/*");
    }
    return Mapping.builder()
        .putAll(also)
        .put("requestPrincipals", Sequence.ofTexts(principals))
        .build();
  }

  /** Returns the policies that let requests in: one for each authorization, or one. */
  List<Mapping> allow(List<Mapping> sources, Sequence authorizations, int firstIndex) {
    Sequence.Builder from = Sequence.builder();
    sources.forEach(source -> from.add(Mapping.of("source", source)));
    List<Mapping> policies = new ArrayList<>();
    if (authorizations.isEmpty()) {
      policies.add(allow(from.build(), Mapping.empty(), firstIndex));
    }
    for (int i = 0; i < authorizations.size(); i++) {
      policies.add(allow(from.build(), authorizations.mapping(i), firstIndex + i));
    }
    return policies;
  }

  private Mapping allow(Sequence from, Mapping authorization, int index) {
    List<String> scopes = authorization.sequence("requiredScopes").texts();
    List<String> audiences = authorization.sequence("audiences").texts();
    Sequence.Builder rules = Sequence.builder();
    for (String claim : scopes.isEmpty() ? List.of("") : SCOPES) {
      Sequence.Builder when = Sequence.builder();
      scopes.forEach(scope -> when.add(condition(claim, scope)));
      audiences.forEach(audience -> when.add(condition("aud", audience)));
      rules.add(
          Mapping.builder()
              .put("from", from)
              .put("to", to())
              .putUnlessEmpty("when", when.build())
              .build());
    }
    return policy("ALLOW", index, "", rules.build());
  }

  private static Mapping condition(String claim, String value) {
    return Mapping.builder()
        .put("key", "request.auth.claims[" + claim + "]")
        .put("values", Sequence.ofTexts(List.of(value)))
        .build();
  }

  private Sequence to() {
    return Sequence.of(Mapping.of("operation", operation));
  }

  /** Returns the policy that asks an external authorizer. */
  Mapping custom(String provider, int index) {
    return policy("CUSTOM", index, provider, Sequence.of(Mapping.of("to", to())));
  }

  private Mapping policy(String action, int index, String provider, Sequence rules) {
    Mapping.Builder policy =
        Mapping.builder()
            .put("namespace", namespace)
            .put("index", Integer.toString(index))
            .put("action", action);
    if (selector != null) {
      policy.put("selector", selector);
    }
    if (!provider.isEmpty()) {
      policy.put("provider", provider);
    }
    return policy.put("rules", rules).build();
  }

  /** Returns what tells Istio how to check the tokens. */
  Mapping authentication(Mapping jwt) {
    Sequence.Builder rules = Sequence.builder();
    Sequence authentications = jwt.sequence("authentications");
    for (int i = 0; i < authentications.size(); i++) {
      Mapping one = authentications.mapping(i);
      rules.add(
          Mapping.builder()
              .put("forwardOriginalToken", true)
              .putUnlessEmpty("fromHeaders", one.sequence("fromHeaders"))
              .putUnlessEmpty("fromParams", one.sequence("fromParams"))
              .put("issuer", one.findText("issuer").orElse(""))
              .put("jwksUri", one.findText("jwksUri").orElse(""))
              .build());
    }
    Mapping.Builder authentication = Mapping.builder().put("namespace", namespace);
    if (selector != null) {
      authentication.put("selector", selector);
    }
    return authentication.put("jwtRules", rules.build()).build();
  }

  /** Of several policies for the same requests and of the same index the last one stays. */
  static List<Mapping> distinct(List<Mapping> policies) {
    Map<List<Object>, Mapping> byKey = new LinkedHashMap<>();
    for (Mapping policy : policies) {
      Mapping first = policy.sequence("rules").mapping(0);
      byKey.put(List.of(first.sequence("to"), policy.findText("index").orElse("")), policy);
    }
    return List.copyOf(byKey.values());
  }

  /** Of several for the same pods, issuers and keys the last one stays. */
  static List<Mapping> distinctAuthentications(List<Mapping> authentications) {
    Map<List<Object>, Mapping> byKey = new LinkedHashMap<>();
    for (Mapping one : authentications) {
      List<Object> key = new ArrayList<>();
      key.add(one.findText("namespace").orElse(""));
      key.add(one.mapping("selector"));
      Sequence rules = one.sequence("jwtRules");
      for (int i = 0; i < rules.size(); i++) {
        key.add(rules.mapping(i).findText("issuer").orElse(""));
        key.add(rules.mapping(i).findText("jwksUri").orElse(""));
      }
      byKey.put(key, one);
    }
    return List.copyOf(byKey.values());
  }
}
