package dev.portside.kyma.migration;

import dev.portside.kyma.model.GoShape;
import dev.portside.kyma.operator.Strategies;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The access strategies and mutators of one rule as v2 says them. */
final class StrategyTranslation {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
  private static final Set<String> ORY_KEYS =
      Set.of("trusted_issuers", "jwks_urls", "required_scope", "target_audience");
  private static final Set<String> ISTIO_KEYS = Set.of("authentications", "authorizations");

  private final Mapping rule;
  private final Pointer at;
  private final List<Remark> refused;

  StrategyTranslation(Mapping rule, Pointer at, List<Remark> refused) {
    this.rule = rule;
    this.at = at;
    this.refused = refused;
  }

  private void refuse(Pointer field, String message, String help) {
    refused.add(new Remark(field, message, help));
  }

  void put(Mapping.Builder next) {
    List<String> handlers = Strategies.handlers(rule);
    Pointer strategies = at.child("accessStrategies");
    if (handlers.size() != 1) {
      refuse(
          strategies,
          "v2 allows one kind of access per rule, and this one has %d strategies"
              .formatted(handlers.size()),
          "keep the one you want");
      return;
    }
    Pointer strategy = strategies.child(0);
    switch (handlers.get(0)) {
      case Strategies.NO_AUTH -> next.put("noAuth", true);
      case Strategies.ALLOW -> allow(next, strategy);
      case Strategies.JWT ->
          jwt(next, rule.sequence("accessStrategies").mapping(0).mapping("config"), strategy);
      default ->
          refuse(
              strategy.child("handler"),
              "handler %s belongs to Oathkeeper, which v2 does not use".formatted(handlers.get(0)),
              handlers.get(0).equals(Strategies.NOOP)
                  ? "write noAuth: true, which lets the same requests in"
                  : "use extAuth with an authorizer that the mesh knows, or noAuth: true");
    }
    mutators(next, handlers.get(0));
  }

  /** The strategy allow lets every method through, whatever the rule lists. */
  private void allow(Mapping.Builder next, Pointer strategy) {
    if (rule.sequence("methods").texts().containsAll(METHODS)) {
      next.put("noAuth", true);
    } else {
      refuse(
          strategy.child("handler"),
          "allow lets every method through; noAuth lets through only those that the rule lists",
          "list all methods, or write noAuth: true if only those of the rule are meant");
    }
  }

  private void jwt(Mapping.Builder next, Mapping config, Pointer strategy) {
    Pointer field = strategy.child("config");
    Optional<Mapping> istio = GoShape.read(config, GoShape.ISTIO_JWT);
    Optional<Mapping> ory = GoShape.read(config, GoShape.ORY_JWT);
    if (istio.isEmpty() || ory.isEmpty()) {
      refuse(field, "a value in the configuration has the wrong type", "correct it first");
      return;
    }
    boolean own = istio.get().has("authentications") || istio.get().has("authorizations");
    Set<String> known = own ? ISTIO_KEYS : ORY_KEYS;
    for (String key : config.keys()) {
      if (!known.contains(key)) {
        refuse(
            field.child(key),
            "v2 has no counterpart of %s; Kyma's conversion drops it silently".formatted(key),
            key.equals("token_from")
                ? "write fromHeaders or fromParams in v2 by hand"
                : "remove it if it is not needed");
      }
    }
    next.put("jwt", own ? istio.get() : ofOry(ory.get(), field));
  }

  private Mapping ofOry(Mapping ory, Pointer field) {
    List<String> issuers = ory.sequence("trusted_issuers").texts();
    List<String> keys = ory.sequence("jwks_urls").texts();
    if (issuers.size() != 1 || keys.size() != 1) {
      refuse(
          field,
          "v2 pairs each issuer with its keys, and %d issuers and %d key sets are listed"
              .formatted(issuers.size(), keys.size()),
          "write jwt.authentications in v2 by hand, a pair each");
      return Mapping.empty();
    }
    Mapping authentication =
        Mapping.builder().put("issuer", issuers.get(0)).put("jwksUri", keys.get(0)).build();
    Mapping authorization =
        Mapping.builder()
            .putUnlessEmpty("requiredScopes", ory.sequence("required_scope"))
            .putUnlessEmpty("audiences", ory.sequence("target_audience"))
            .build();
    Mapping.Builder jwt = Mapping.builder().put("authentications", Sequence.of(authentication));
    if (!authorization.isEmpty()) {
      jwt.put("authorizations", Sequence.of(authorization));
    }
    return jwt.build();
  }

  private void mutators(Mapping.Builder next, String handler) {
    Sequence mutators = rule.sequence("mutators");
    Mapping.Builder request = Mapping.builder();
    for (int i = 0; i < mutators.size(); i++) {
      mutator(mutators.mapping(i), handler, at.child("mutators").child(i), request);
    }
    next.putUnlessEmpty("request", request.build());
  }

  private void mutator(Mapping mutator, String handler, Pointer field, Mapping.Builder request) {
    String name = mutator.findText("handler").orElse("");
    boolean header = name.equals("header");
    String key = header ? "headers" : "cookies";
    Mapping texts = mutator.mapping("config").mapping(key);
    if (name.equals("noop")) {
      return;
    }
    if (!header && !name.equals("cookie")) {
      refuse(
          field,
          "mutator %s has no counterpart in v2".formatted(name),
          "let an external authorizer do it, or remove it");
    } else if (!handler.equals(Strategies.JWT)) {
      refuse(
          field,
          "mutator %s is ignored with %s; v2 would apply it".formatted(name, handler),
          "remove it, or write request.%s in v2 by hand".formatted(key));
    } else if (texts.keys().stream().anyMatch(one -> isTemplate(texts.findText(one)))) {
      refuse(
          field,
          "mutator %s contains an Oathkeeper template; v2 would send it as it is".formatted(name),
          "write a fixed text");
    } else {
      request.putUnlessEmpty(key, texts);
    }
  }

  private static boolean isTemplate(Optional<String> text) {
    return text.orElse("").contains("{{");
  }
}
