package dev.portside.kyma;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which origins' pages may call an APIRule. Immutable.
 *
 * <pre>{@code
 * ApiRuleCors.from("https://shop.example.com").methods("GET").maxAge(Duration.ofMinutes(10)).build();
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 apis/gateway/v2/apirule_types.go.
 */
public final class ApiRuleCors {

  private final Mapping tree;

  private ApiRuleCors(Mapping tree) {
    this.tree = tree;
  }

  /** Returns a builder that allows an origin, such as {@code https://shop.example.com}. */
  public static Builder from(String origin) {
    return new Builder().origin("exact", origin);
  }

  /** Returns a builder that allows the origins that begin so. */
  public static Builder fromPrefix(String prefix) {
    return new Builder().origin("prefix", prefix);
  }

  /** Returns a builder that allows the origins that match a regular expression of RE2, wholly. */
  public static Builder fromMatching(String expression) {
    return new Builder().origin("regex", expression);
  }

  /** Returns the policy of v2; the age is a number of seconds. */
  Mapping tree() {
    return tree;
  }

  /** Returns the policy of v1beta1; the age is a duration. */
  Mapping oldTree() {
    Mapping.Builder old = Mapping.builder();
    for (int i = 0; i < tree.size(); i++) {
      boolean age = tree.key(i).equals("maxAge");
      old.put(
          tree.key(i), age ? Scalar.of(tree.findText("maxAge").orElse("") + "s") : tree.value(i));
    }
    return old.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApiRuleCors cors && tree.equals(cors.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return "ApiRuleCors of %d origins".formatted(tree.sequence("allowOrigins").size());
  }

  /** Collects a policy. A wrong value fails at its call. */
  public static final class Builder {

    private static final long LONGEST_AGE = 86_400;

    private final List<Mapping> origins = new ArrayList<>();
    private Mapping rest = Mapping.empty();

    private Builder() {}

    private Builder origin(String kind, String value) {
      origins.add(Mapping.of(kind, ApiRuleValues.text("origin", value)));
      return this;
    }

    /** Allows one more origin. */
    public Builder orFrom(String origin) {
      return origin("exact", origin);
    }

    /** Allows the origins that begin so as well. */
    public Builder orFromPrefix(String prefix) {
      return origin("prefix", prefix);
    }

    /** Allows the origins that match a regular expression as well. */
    public Builder orFromMatching(String expression) {
      return origin("regex", expression);
    }

    /** Sets the methods that pages may use; the rule itself has to take OPTIONS for preflights. */
    public Builder methods(String... methods) {
      List.of(methods).forEach(ApiRuleValues::method);
      return list("allowMethods", ApiRuleValues.texts("method", methods));
    }

    /** Sets the request headers that pages may send. */
    public Builder headers(String... headers) {
      return list("allowHeaders", ApiRuleValues.texts("header", headers));
    }

    /** Sets the response headers that pages may read. */
    public Builder exposedHeaders(String... headers) {
      return list("exposeHeaders", ApiRuleValues.texts("header", headers));
    }

    /** Sets whether pages may send cookies and the like; by default nothing is said. */
    public Builder credentials(boolean allowed) {
      rest = put("allowCredentials", Scalar.of(allowed));
      return this;
    }

    /** Sets how long browsers remember the answer: whole seconds, one second to a day. */
    public Builder maxAge(Duration age) {
      rest = put("maxAge", Scalar.of(ApiRuleValues.seconds("maxAge", age, LONGEST_AGE)));
      return this;
    }

    private Builder list(String key, List<String> values) {
      rest = put(key, Sequence.ofTexts(values));
      return this;
    }

    private Mapping put(String key, dev.portside.yaml.Tree value) {
      return (Mapping) rest.with(dev.portside.yaml.Pointer.of(key), value);
    }

    /** Returns the policy. */
    public ApiRuleCors build() {
      Sequence.Builder all = Sequence.builder();
      origins.forEach(all::add);
      return new ApiRuleCors(
          Mapping.builder().put("allowOrigins", all.build()).putAll(rest).build());
    }
  }
}
