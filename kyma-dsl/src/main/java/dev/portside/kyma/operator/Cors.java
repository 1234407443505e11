package dev.portside.kyma.operator;

import dev.portside.value.GoDuration;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;

/** An APIRule's CORS policy as Istio takes it. */
final class Cors {

  private static final List<String> ORIGINS = List.of("exact", "prefix", "regex");
  private static final long SECOND = 1_000_000_000L;

  /**
   * What rules v1beta1 without a policy get. Source: kyma-project/api-gateway 3.10.0 cmd/main.go.
   */
  static final Mapping DEFAULT =
      Mapping.builder()
          .put("allowHeaders", texts("Authorization", "Content-Type", "*"))
          .put("allowMethods", texts("GET", "POST", "PUT", "DELETE", "PATCH"))
          .put("allowOrigins", Sequence.of(Mapping.of("regex", ".*")))
          .build();

  private Cors() {}

  private static Sequence texts(String... texts) {
    return Sequence.ofTexts(List.of(texts));
  }

  /** Returns the policy; empty where no origin is allowed, which is no policy. */
  static Mapping of(Mapping policy) {
    Sequence origins = policy.sequence("allowOrigins");
    if (origins.isEmpty()) {
      return Mapping.empty();
    }
    Mapping.Builder cors = Mapping.builder();
    Tree credentials = policy.get("allowCredentials");
    if (credentials != null) {
      cors.put("allowCredentials", credentials);
    }
    cors.putUnlessEmpty("allowHeaders", policy.sequence("allowHeaders"))
        .putUnlessEmpty("allowMethods", policy.sequence("allowMethods"))
        .putUnlessEmpty("allowOrigins", origins(origins))
        .putUnlessEmpty("exposeHeaders", policy.sequence("exposeHeaders"));
    if (policy.has("maxAge")) {
      cors.put("maxAge", seconds(maxAge(policy)));
    }
    return cors.build();
  }

  /** Any other key than the three counts as a prefix. */
  private static Sequence origins(Sequence origins) {
    Sequence.Builder matches = Sequence.builder();
    for (int i = 0; i < origins.size(); i++) {
      Mapping origin = origins.mapping(i);
      for (String key : origin.keys()) {
        String value = origin.findText(key).orElse("");
        matches.add(Mapping.of(ORIGINS.contains(key) ? key : "prefix", value));
      }
    }
    return matches.build();
  }

  /** Returns the nanoseconds of a policy's age: a number is of seconds, and overflows as in Go. */
  static long maxAge(Mapping policy) {
    if (!(policy.get("maxAge") instanceof Scalar scalar)) {
      return 0;
    }
    return scalar.toJava() instanceof Number number
        ? number.longValue() * SECOND
        : GoDuration.parse(scalar.text()).nanos();
  }

  /** Returns a duration as protobuf writes it. */
  private static String seconds(long nanoseconds) {
    long fraction = nanoseconds % SECOND;
    if (fraction == 0) {
      return nanoseconds / SECOND + "s";
    }
    String digits = "%09d".formatted(Math.abs(fraction));
    while (digits.endsWith("000")) {
      digits = digits.substring(0, digits.length() - 3);
    }
    String sign = nanoseconds < 0 ? "-" : "";
    return "%s%d.%ss".formatted(sign, Math.abs(nanoseconds / SECOND), digits);
  }
}
