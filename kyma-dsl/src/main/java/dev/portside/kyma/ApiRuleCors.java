package dev.portside.kyma;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.time.Duration;
import java.util.List;

/**
 * The origins whose pages may call an APIRule. Immutable.
 *
 * <pre>{@code
 * ApiRuleCors.of("https://shop.example.com").methods("GET").maxAge(Duration.ofMinutes(10));
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 apis/gateway/v2/apirule_types.go.
 */
public final class ApiRuleCors extends ApiRulePart {

  private static final ApiRuleCors NOBODY = new ApiRuleCors(Mapping.empty());
  private static final long LONGEST_AGE = 86_400;

  private ApiRuleCors(Mapping tree) {
    super(tree);
  }

  /** Returns a policy that allows an origin, such as {@code https://shop.example.com}. */
  public static ApiRuleCors of(String origin) {
    return NOBODY.origin(origin);
  }

  /** Returns a policy that allows the origins with a prefix. */
  public static ApiRuleCors ofPrefix(String prefix) {
    return NOBODY.originPrefix(prefix);
  }

  /** Returns a policy that allows the origins that an RE2 regular expression matches as a whole. */
  public static ApiRuleCors ofPattern(String expression) {
    return NOBODY.originPattern(expression);
  }

  /** Returns this with one more origin. */
  public ApiRuleCors origin(String origin) {
    return origin("exact", origin);
  }

  /** Returns this with the origins with a prefix as well. */
  public ApiRuleCors originPrefix(String prefix) {
    return origin("prefix", prefix);
  }

  /** Returns this with the origins that match a regular expression as well. */
  public ApiRuleCors originPattern(String expression) {
    return origin("regex", expression);
  }

  private ApiRuleCors origin(String kind, String value) {
    Mapping origin = Mapping.of(kind, ApiRuleValues.text("origin", value));
    return new ApiRuleCors(withItem("allowOrigins", origin));
  }

  /**
   * Returns this with the methods that pages may use; the rule itself has to allow OPTIONS for
   * preflights.
   */
  public ApiRuleCors methods(String... methods) {
    List.of(methods).forEach(ApiRuleValues::method);
    return list("allowMethods", ApiRuleValues.texts("method", methods));
  }

  /** Returns this with the request headers that pages may send. */
  public ApiRuleCors headers(String... headers) {
    return list("allowHeaders", ApiRuleValues.texts("header", headers));
  }

  /** Returns this with the response headers that pages may read. */
  public ApiRuleCors exposedHeaders(String... headers) {
    return list("exposeHeaders", ApiRuleValues.texts("header", headers));
  }

  /**
   * Returns this with whether pages may send credentials such as cookies; by default it is not set.
   */
  public ApiRuleCors credentials(boolean allowed) {
    return new ApiRuleCors(with(Scalar.of(allowed), "allowCredentials"));
  }

  /** Returns this with how long browsers remember the answer: whole seconds, up to one day. */
  public ApiRuleCors maxAge(Duration age) {
    long seconds = ApiRuleValues.seconds("maxAge", age, LONGEST_AGE);
    return new ApiRuleCors(with(Scalar.of(seconds), "maxAge"));
  }

  private ApiRuleCors list(String key, List<String> values) {
    return new ApiRuleCors(with(Sequence.ofTexts(values), key));
  }

  /** Returns the policy of v1beta1; the age is a duration there. */
  Mapping oldTree() {
    return tree()
        .findText("maxAge")
        .map(seconds -> with(Scalar.of(seconds + "s"), "maxAge"))
        .orElse(tree());
  }
}
