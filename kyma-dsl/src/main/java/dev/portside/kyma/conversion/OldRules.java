package dev.portside.kyma.conversion;

import com.google.re2j.Pattern;
import dev.portside.kyma.model.GoShape;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rules of an APIRule v1beta1 as Kyma takes them to v2: all of them, or none. Sources:
 * kyma-project/api-gateway 3.10.0 apis/gateway/v1beta1/apirule_conversion.go, jwt_conversion.go,
 * path_conversion.go.
 */
final class OldRules {

  private static final Pointer RULES = Pointer.of("spec", "rules");
  private static final List<String> COPIED = List.of("path", "service", "methods", "timeout");
  private static final Pattern PATH =
      Pattern.compile(
          "^((\\/([A-Za-z0-9-._~!$&'()+,;=:@]|%[0-9a-fA-F]{2})*)|(\\/\\{\\*{1,2}\\}))+$|^\\/\\*$");

  /** The mutators that have a counterpart, and where their texts stand. */
  static final Map<String, String> MUTATORS = Map.of("header", "headers", "cookie", "cookies");

  private final Sequence rules;

  OldRules(Mapping spec) {
    this.rules = spec.sequence("rules");
  }

  /** Returns whether a path is one that v2 takes as well. */
  static boolean isPath(String path) {
    return PATH.matcher(path).find();
  }

  /** Returns whether Kyma takes the rules along; one that it cannot take leaves all behind. */
  boolean areConvertible() {
    for (int i = 0; i < rules.size(); i++) {
      if (!isPath(rules.mapping(i).findText("path").orElse(""))) {
        return false;
      }
      Sequence strategies = rules.mapping(i).sequence("accessStrategies");
      for (int j = 0; j < strategies.size(); j++) {
        String handler = strategies.mapping(j).findText("handler").orElse("");
        boolean convertible =
            handler.equals("no_auth")
                || handler.equals("jwt") && isConvertible(strategies.mapping(j), i, j);
        if (!convertible) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isConvertible(Mapping strategy, int rule, int index) {
    Mapping config = config(strategy, rule, index);
    return isIstio(config, rule, index) || isSingle(ory(config, rule, index));
  }

  private static boolean isSingle(Mapping ory) {
    return ory.sequence("trusted_issuers").size() == 1 && ory.sequence("jwks_urls").size() == 1;
  }

  private static Pointer field(int rule, int index) {
    return RULES.child(rule).child("accessStrategies").child(index).child("config");
  }

  private static Mapping config(Mapping strategy, int rule, int index) {
    if (!strategy.has("config")) {
      throw new ConversionException(field(rule, index), "jwt has no configuration");
    }
    return strategy.mapping("config");
  }

  static boolean isIstio(Mapping config, int rule, int index) {
    Mapping istio = istio(config, rule, index);
    return istio.has("authentications") || istio.has("authorizations");
  }

  private static Mapping istio(Mapping config, int rule, int index) {
    return read(config, GoShape.ISTIO_JWT, field(rule, index));
  }

  private static Mapping ory(Mapping config, int rule, int index) {
    return read(config, GoShape.ORY_JWT, field(rule, index));
  }

  private static Mapping read(Mapping config, GoShape shape, Pointer field) {
    Optional<Mapping> read = GoShape.read(config, shape);
    return read.orElseThrow(
        () -> new ConversionException(field, "a value in it has the wrong type"));
  }

  /** Returns the rules of v2. */
  Sequence converted() {
    Sequence.Builder converted = Sequence.builder();
    for (int i = 0; i < rules.size(); i++) {
      converted.add(rule(rules.mapping(i), i));
    }
    return converted.build();
  }

  private static Mapping rule(Mapping old, int index) {
    Mapping.Builder rule = Mapping.builder();
    for (String key : COPIED) {
      Tree value = old.get(key);
      if (value != null) {
        rule.put(key, value);
      }
    }
    Sequence strategies = old.sequence("accessStrategies");
    Mapping jwt = Mapping.empty();
    boolean tokens = false;
    for (int j = 0; j < strategies.size(); j++) {
      Mapping strategy = strategies.mapping(j);
      boolean isJwt = "jwt".equals(strategy.text("handler"));
      if (isJwt) {
        // Of several the last one wins, and keeps of those before it what it does not say itself.
        Mapping next = jwt(config(strategy, index, j), index, j);
        for (int k = 0; k < next.size(); k++) {
          jwt = (Mapping) jwt.with(Pointer.of(next.key(k)), next.value(k));
        }
      }
      tokens |= isJwt;
    }
    if (handlers(old).contains("no_auth")) {
      rule.put("noAuth", true);
    }
    if (tokens) {
      rule.put("jwt", jwt);
    }
    if (old.has("mutators")) {
      rule.put("request", request(old.sequence("mutators"), index));
    }
    return rule.build();
  }

  private static List<String> handlers(Mapping rule) {
    Sequence strategies = rule.sequence("accessStrategies");
    return IntStream.range(0, strategies.size())
        .mapToObj(i -> strategies.mapping(i).findText("handler").orElse(""))
        .toList();
  }

  /** Empty lists vanish on the way, all of them. */
  private static Mapping jwt(Mapping config, int rule, int index) {
    if (isIstio(config, rule, index)) {
      Mapping istio = istio(config, rule, index);
      return Mapping.builder()
          .putUnlessEmpty("authentications", istio.sequence("authentications"))
          .putUnlessEmpty("authorizations", istio.sequence("authorizations"))
          .build();
    }
    Mapping ory = ory(config, rule, index);
    Mapping authentication =
        Mapping.builder()
            .put("issuer", ory.sequence("trusted_issuers").texts().get(0))
            .put("jwksUri", ory.sequence("jwks_urls").texts().get(0))
            .build();
    Mapping authorization =
        Mapping.builder()
            .putUnlessEmpty("requiredScopes", ory.sequence("required_scope"))
            .putUnlessEmpty("audiences", ory.sequence("target_audience"))
            .build();
    return Mapping.builder()
        .put("authentications", Sequence.of(authentication))
        .put("authorizations", Sequence.of(authorization))
        .build();
  }

  private static Mapping request(Sequence mutators, int rule) {
    Mapping request = Mapping.empty();
    for (int i = 0; i < mutators.size(); i++) {
      String key = MUTATORS.get(mutators.mapping(i).findText("handler").orElse(""));
      if (key == null) {
        continue;
      }
      Pointer field = RULES.child(rule).child("mutators").child(i).child("config");
      if (!mutators.mapping(i).has("config")) {
        throw new ConversionException(field, "the mutator has no configuration");
      }
      GoShape shape = key.equals("headers") ? GoShape.HEADERS : GoShape.COOKIES;
      Mapping read = read(mutators.mapping(i).mapping("config"), shape, field);
      Mapping texts = read.mapping(key);
      request =
          texts.isEmpty()
              ? (Mapping) request.without(Pointer.of(key))
              : (Mapping) request.with(Pointer.of(key), texts);
    }
    return request;
  }
}
