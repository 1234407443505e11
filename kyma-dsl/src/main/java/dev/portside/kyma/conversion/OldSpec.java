package dev.portside.kyma.conversion;

import dev.portside.value.GoDuration;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Optional;

/**
 * A {@code spec} of v1beta1, and what Kyma makes of it in v2. Source: kyma-project/api-gateway
 * 3.10.0 apis/gateway/v1beta1/apirule_conversion.go.
 */
public final class OldSpec {

  private static final Pointer MAX_AGE = Pointer.of("spec", "corsPolicy", "maxAge");
  static final List<String> LISTS =
      List.of("allowHeaders", "allowMethods", "allowOrigins", "exposeHeaders");
  private static final long SECOND = 1_000_000_000L;

  private final Mapping spec;
  private final String namespace;

  /**
   * Prepares the conversion.
   *
   * @param namespace the namespace of the rule
   */
  public OldSpec(Mapping spec, String namespace) {
    this.spec = spec;
    this.namespace = namespace;
  }

  /** Returns whether the rules are taken along. */
  public boolean isConvertible() {
    return new OldRules(spec).areConvertible();
  }

  /**
   * Returns the {@code spec} of v2, without rules where one of them cannot be taken along.
   *
   * @throws ConversionException if Kyma's conversion fails
   */
  public Mapping converted() {
    Mapping.Builder converted = common();
    OldRules rules = new OldRules(spec);
    if (!spec.sequence("rules").isEmpty() && rules.areConvertible()) {
      converted.put("rules", rules.converted());
    }
    return converted.build();
  }

  /** Returns all but the rules, which is carried over unchecked. */
  Mapping.Builder common() {
    Mapping.Builder common = Mapping.builder();
    spec.findText("gateway")
        .flatMap(name -> GatewayNames.translated(name, namespace))
        .ifPresent(name -> common.put("gateway", name));
    for (String key : List.of("service", "timeout")) {
      Tree value = spec.get(key);
      if (value != null && !isNull(value)) {
        common.put(key, value);
      }
    }
    if (spec.get("corsPolicy") instanceof Mapping policy) {
      common.put("corsPolicy", cors(policy));
    }
    spec.findText("host").ifPresent(host -> common.put("hosts", Sequence.ofTexts(List.of(host))));
    return common;
  }

  static boolean isNull(Tree value) {
    return value instanceof Scalar scalar && scalar.isNull();
  }

  private static Mapping cors(Mapping policy) {
    Mapping.Builder cors = Mapping.builder();
    LISTS.forEach(list -> cors.putUnlessEmpty(list, policy.sequence(list)));
    Tree credentials = policy.get("allowCredentials");
    if (credentials != null) {
      cors.put("allowCredentials", credentials);
    }
    Optional<String> maxAge = policy.findText("maxAge");
    if (maxAge.isPresent()) {
      long seconds = nanoseconds(maxAge.get()) / SECOND;
      if (nanoseconds(maxAge.get()) < 0 && seconds < 0) {
        throw new ConversionException(
            MAX_AGE,
            "a negative duration is stored as about 1.8e19 seconds, and the object can never be"
                + " read again");
      }
      cors.put("maxAge", seconds);
    }
    return cors.build();
  }

  static long nanoseconds(String duration) {
    GoDuration read = GoDuration.parse(duration);
    if (!read.isValid()) {
      throw new ConversionException(
          MAX_AGE, "\"%s\" is not a duration that Kyma can read".formatted(duration));
    }
    return read.nanos();
  }
}
