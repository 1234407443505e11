package dev.portside.kyma.operator;

import dev.portside.kyma.model.GoShape;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's checks of an APIRule v1beta1. Source: kyma-project/api-gateway 3.10.0
 * internal/validation/v1beta1.
 */
final class StrategyValidator {

  private static final Pointer RULES = Pointer.of("spec", "rules");
  private static final List<String> EXCLUSIVE =
      List.of(Strategies.ALLOW, Strategies.NO_AUTH, Strategies.JWT, Strategies.NOOP);

  private final Resource rule;
  private final Mapping spec;
  private final Manifests objects;
  private final JwtHandler handler;
  private final OperatorRefusals failures = new OperatorRefusals();

  StrategyValidator(Resource rule, Mapping spec, Manifests objects, JwtHandler handler) {
    this.rule = rule;
    this.spec = spec;
    this.objects = objects;
    this.handler = handler;
  }

  List<OperatorRefusal> validate(String defaultDomain) {
    host(defaultDomain);
    Sequence rules = spec.sequence("rules");
    if (rules.isEmpty()) {
      failures.add(RULES, Check.RULE, "it has no rule");
      return failures.all();
    }
    twice(rules);
    for (int i = 0; i < rules.size(); i++) {
      rule(rules.mapping(i), i);
    }
    if (handler == JwtHandler.ISTIO) {
      consistency(rules);
    }
    return failures.all();
  }

  private void host(String defaultDomain) {
    Pointer field = Pointer.of("spec", "host");
    String host = spec.text("host");
    if (host == null) {
      failures.add(field, Check.RULE, "it names no host");
      return;
    }
    boolean whole = host.indexOf('.') >= 0;
    if (!whole && defaultDomain.isEmpty()) {
      failures.add(
          field,
          Check.HOST_DOMAIN,
          "Gateway kyma-system/kyma-gateway, whose domain it takes, is missing");
    }
    new HostCheck(rule, objects, failures).taken(host, defaultDomain, field);
  }

  private void twice(Sequence rules) {
    int index = duplicate(rules);
    if (index >= 0) {
      failures.add(
          ".spec.rules",
          RULES.child(index),
          Check.CONFLICT,
          "an earlier rule has the same path and method");
    }
  }

  /** Returns the index of the first rule whose path and method came before; -1 when none did. */
  private static int duplicate(Sequence rules) {
    if (rules.size() < 2) {
      return -1;
    }
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      String path = rules.mapping(i).findText("path").orElse("");
      List<String> methods = rules.mapping(i).sequence("methods").texts();
      for (String method : methods.isEmpty() ? List.of("") : methods) {
        if (!seen.add(List.of(path, method))) {
          return i;
        }
      }
    }
    return -1;
  }

  private void rule(Mapping one, int index) {
    Pointer field = RULES.child(index);
    if (spec.has("service") || one.has("service")) {
      strategies(one, index, field.child("accessStrategies"));
    } else {
      failures.add(
          field.child("service"), Check.RULE, "neither the rule nor the APIRule names a Service");
    }
    if (handler == JwtHandler.ISTIO && Strategies.handlers(one).contains(Strategies.JWT)) {
      new MutatorCheck(failures).check(one.sequence("mutators"), field.child("mutators"));
    }
  }

  private void strategies(Mapping one, int index, Pointer field) {
    List<String> handlers = Strategies.handlers(one);
    String attribute = ".spec.rules[%d].accessStrategies".formatted(index);
    if (handlers.isEmpty()) {
      failures.add(attribute, field, Check.RULE, "it has no strategy");
      return;
    }
    for (String name : EXCLUSIVE) {
      boolean judged = handler == JwtHandler.ISTIO || !name.equals(Strategies.JWT);
      int at = handlers.indexOf(name);
      if (judged && handlers.size() > 1 && at >= 0) {
        failures.add(
            "%s.accessStrategies[%d].handler".formatted(attribute, at),
            field.child(at).child("handler"),
            Check.MIXED_ACCESS,
            "%s is combined with another strategy".formatted(name));
      }
    }
    if (Strategies.isMixed(handlers)) {
      failures.add(
          attribute,
          field,
          Check.MIXED_ACCESS,
          "a strategy that asks for something is combined with one that does not");
    }
    for (int i = 0; i < handlers.size(); i++) {
      strategy(Strategies.of(one).mapping(i), index, field.child(i), attribute + "[" + i + "]");
    }
  }

  private void strategy(Mapping strategy, int index, Pointer field, String attribute) {
    String name = strategy.findText("handler").orElse("");
    Mapping config = strategy.mapping("config");
    if (name.equals(Strategies.JWT)) {
      jwt(config, index, field, attribute);
    } else if (Strategies.WITHOUT_CONFIG.contains(name)) {
      if (!config.isEmpty()) {
        failures.add(
            attribute + ".config",
            field.child("config"),
            Check.RULE,
            "strategy %s takes no configuration".formatted(name));
      }
    } else if (!Strategies.ANY_CONFIG.contains(name)) {
      failures.add(
          attribute + ".handler",
          field.child("handler"),
          Check.RULE,
          "there is no strategy \"%s\"".formatted(name));
    }
  }

  private void jwt(Mapping config, int index, Pointer field, String attribute) {
    if (handler == JwtHandler.ISTIO) {
      sidecar(index, field, attribute);
    }
    JwtCheck.Place place = new JwtCheck.Place(attribute + ".config", field.child("config"));
    if (config.isEmpty()) {
      failures.add(place.attribute(), place.field(), Check.RULE, "its configuration is empty");
      return;
    }
    Optional<Mapping> istio = GoShape.read(config, GoShape.ISTIO_JWT);
    Optional<Mapping> ory = GoShape.read(config, GoShape.ORY_JWT);
    if (handler == JwtHandler.ISTIO) {
      istioJwt(istio, ory, place, attribute);
    } else {
      oryJwt(istio, ory, place);
    }
  }

  private void unreadable(JwtCheck.Place place) {
    failures.add(place.attribute(), place.field(), Check.RULE, "a value in it has the wrong type");
  }

  private void oryJwt(Optional<Mapping> istio, Optional<Mapping> ory, JwtCheck.Place place) {
    if (ory.isEmpty()) {
      unreadable(place);
      return;
    }
    if (istio.isEmpty()) {
      unreadable(place);
    } else if (!istio.get().sequence("authentications").isEmpty()) {
      JwtCheck.Place at = place.at("authentications");
      failures.add(
          at.attribute(),
          at.field(),
          Check.RULE,
          "the cluster's JWT handler is ory, which reads trusted_issuers and jwks_urls");
    }
    JwtCheck check = new JwtCheck(failures);
    for (String list : List.of("trusted_issuers", "jwks_urls")) {
      List<String> uris = ory.get().sequence(list).texts();
      for (int i = 0; i < uris.size(); i++) {
        check.uri(uris.get(i), place.at(list, i));
      }
    }
  }

  private void istioJwt(
      Optional<Mapping> istio, Optional<Mapping> ory, JwtCheck.Place place, String attribute) {
    if (istio.isEmpty()) {
      unreadable(place);
      return;
    }
    if (ory.isEmpty()) {
      unreadable(place);
    } else {
      ofOry(ory.get(), place, "jwks_urls", "jwks_urls");
      ofOry(ory.get(), place, "required_scope", "required_scopes");
      ofOry(ory.get(), place, "trusted_issuers", "trusted_issuers");
    }
    JwtCheck check = new JwtCheck(failures);
    @Nullable Tree authorizations = istio.get().get("authorizations");
    if (authorizations instanceof Sequence list) {
      if (list.isEmpty()) {
        JwtCheck.Place at = place.at("authorizations");
        failures.add(at.attribute(), at.field(), Check.RULE, "it is an empty list");
      }
      check.authorizations(list, place);
    }
    Sequence authentications = istio.get().sequence("authentications");
    if (authentications.isEmpty()) {
      failures.add(attribute, place.field(), Check.RULE, "it names no issuer");
    }
    check.authentications(authentications, place);
  }

  private void ofOry(Mapping config, JwtCheck.Place place, String name, String reported) {
    if (!config.sequence(name).isEmpty()) {
      failures.add(
          place.at(reported).attribute(),
          place.field().child(name),
          Check.RULE,
          "the cluster's JWT handler is istio, which reads authentications and authorizations");
    }
  }

  /** Where the Service is not there, the operator looks at every pod of the namespace. */
  private void sidecar(int index, Pointer field, String attribute) {
    ServiceLink link = ServiceLink.of(spec, index, rule.namespace());
    Optional<Resource> service = link.in(objects);
    @Nullable Mapping selector =
        service.isEmpty() ? Mapping.empty() : ServiceLink.selector(service.get());
    new SidecarCheck(objects, failures)
        .check(selector, link.namespace(), attribute + ".injection", field);
  }

  private void consistency(Sequence rules) {
    JwtCheck.Consistency consistency = new JwtCheck.Consistency();
    for (int i = 0; i < rules.size(); i++) {
      Sequence strategies = Strategies.of(rules.mapping(i));
      for (int j = 0; j < strategies.size(); j++) {
        Pointer field = RULES.child(i).child("accessStrategies").child(j).child("config");
        String attribute = ".spec.rules[%d].accessStrategy[%d]".formatted(i, j);
        Optional<Mapping> config =
            GoShape.read(strategies.mapping(j).mapping("config"), GoShape.ISTIO_JWT);
        if (config.isEmpty()) {
          failures.add(attribute, field, Check.RULE, "a value in it has the wrong type");
          return;
        }
        Sequence authentications = config.get().sequence("authentications");
        for (int k = 0; k < authentications.size(); k++) {
          if (consistency.contradicts(authentications.mapping(k))) {
            failures.add(
                "%s.config.authentications[%d]".formatted(attribute, k),
                field.child("authentications").child(k),
                Check.RULE,
                "an earlier entry looks for the same issuer's token elsewhere");
          }
        }
      }
    }
  }

  /** Returns whether the operator itself breaks: over an issuer that is null. */
  boolean breaks() {
    return handler == JwtHandler.ISTIO
        && spec.sequence("rules").size() > 0
        && java.util.stream.IntStream.range(0, spec.sequence("rules").size())
            .mapToObj(spec.sequence("rules")::mapping)
            .map(Strategies::jwt)
            .anyMatch(config -> hasNull(config.sequence("authentications")));
  }

  static boolean hasNull(Sequence list) {
    for (Tree item : list) {
      if (Objects.requireNonNull(item) instanceof Scalar scalar && scalar.isNull()) {
        return true;
      }
    }
    return false;
  }
}
