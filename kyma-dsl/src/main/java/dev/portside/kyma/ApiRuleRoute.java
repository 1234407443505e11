package dev.portside.kyma;

import dev.portside.manifest.Names;
import dev.portside.manifest.ServiceTarget;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * One rule of an APIRule: a path, its methods, who gets through, and where to. Immutable.
 *
 * <pre>{@code
 * ApiRuleRoute.at("/orders/{*}").methods("GET", "POST").jwt(tokens).timeout(Duration.ofSeconds(30)).build();
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 apis/gateway/v2/apirule_types.go,
 * apis/gateway/v1beta1/apirule_types.go.
 */
@Value.Immutable
public abstract class ApiRuleRoute {

  /** A strategy or mutator of v1alpha1 and v1beta1. */
  record Handler(String name, Mapping config) {
    Mapping tree() {
      return Mapping.builder().put("handler", name).putUnlessEmpty("config", config).build();
    }
  }

  ApiRuleRoute() {}

  /**
   * Returns a builder of a rule at a path.
   *
   * @param path a literal path, with {@code {*}} for one segment and {@code {**}} for any number,
   *     or {@code /*} for all paths
   * @throws IllegalArgumentException if it is none, or no request could match it
   */
  public static Builder at(String path) {
    return new Builder(ApiRuleValues.path(path));
  }

  abstract String path();

  abstract List<String> methods();

  abstract Optional<ServiceTarget> service();

  abstract boolean external();

  abstract Optional<Long> timeout();

  abstract Optional<ApiRuleJwt> jwt();

  abstract List<String> authorizers();

  abstract Map<String, String> requestHeaders();

  abstract Map<String, String> requestCookies();

  abstract List<Handler> strategies();

  abstract List<Handler> mutators();

  /** Returns whether it can only be said with strategies and mutators. */
  final boolean isOld() {
    return !strategies().isEmpty() || !mutators().isEmpty();
  }

  /** Collects a rule. A wrong value fails at its call. */
  public static final class Builder {

    private static final long LONGEST_TIMEOUT = 3900;

    private final ImmutableApiRuleRoute.Builder values = ImmutableApiRuleRoute.builder();
    private final List<String> methods = new ArrayList<>();
    private final String path;
    private boolean open;
    private boolean tokens;
    private boolean authorized;
    private boolean strategies;

    private Builder(String path) {
      this.path = path;
      values.path(path).external(false);
    }

    /** Takes GET. */
    public Builder get() {
      return methods("GET");
    }

    /** Takes POST. */
    public Builder post() {
      return methods("POST");
    }

    /** Takes these methods as well: HTTP methods in capitals. */
    public Builder methods(String... more) {
      for (String method : more) {
        if (!methods.contains(ApiRuleValues.method(method))) {
          methods.add(method);
        }
      }
      return this;
    }

    /** Lets everyone through; so it is where nothing else is said. */
    public Builder noAuth() {
      open = true;
      return this;
    }

    /** Lets those through who bring a token. */
    public Builder jwt(ApiRuleJwt jwt) {
      tokens = true;
      values.jwt(jwt);
      return this;
    }

    /**
     * Lets those through whom external authorizers let: names of the mesh's extension providers
     * with {@code envoyExtAuthzHttp}. With {@link #jwt} a token is asked for as well.
     */
    public Builder extAuth(String... authorizers) {
      authorized = true;
      values.addAllAuthorizers(ApiRuleValues.texts("authorizer", authorizers));
      return this;
    }

    /** Leads to another Service than the APIRule's; in another namespace where it names one. */
    public Builder service(ServiceTarget target) {
      target.servicePort();
      values.service(target);
      return this;
    }

    /** Says that the rule's own Service is outside the cluster; no code of Kyma's reads it. */
    public Builder externalService() {
      values.external(true);
      return this;
    }

    /** Sets the timeout: whole seconds, 1 to 3900; the APIRule's by default. */
    public Builder timeout(Duration timeout) {
      values.timeout(ApiRuleValues.seconds("timeout", timeout, LONGEST_TIMEOUT));
      return this;
    }

    /** Sets a request header on the way to the app. */
    public Builder requestHeader(String name, String value) {
      values.putRequestHeaders(ApiRuleValues.headerToSet(name), value);
      return this;
    }

    /** Sets a cookie on the way to the app; the caller's own cookies do not arrive then. */
    public Builder requestCookie(String name, String value) {
      values.putRequestCookies(ApiRuleValues.header(name), value);
      return this;
    }

    /**
     * Adds an access strategy of v1alpha1 and v1beta1; a cluster of today takes none.
     *
     * @param handler its name, such as {@code oauth2_introspection}
     * @param config its configuration; empty for none
     */
    public Builder strategy(String handler, Map<String, ?> config) {
      strategies = true;
      values.addStrategies(handler(handler, config));
      return this;
    }

    /** Adds a mutator of v1alpha1 and v1beta1; a cluster of today takes none. */
    public Builder mutator(String handler, Map<String, ?> config) {
      values.addMutators(handler(handler, config));
      return this;
    }

    private static Handler handler(String handler, Map<String, ?> config) {
      Tree tree = Tree.fromJava(new LinkedHashMap<>(config));
      return new Handler(Names.text("handler", handler), (Mapping) tree);
    }

    /**
     * Returns the rule.
     *
     * @throws IllegalStateException if it takes no method, or kinds of access are mixed
     */
    public ApiRuleRoute build() {
      List<String> wrong = new ArrayList<>();
      if (methods.isEmpty()) {
        wrong.add("no method; call get()");
      }
      if (open && (tokens || authorized || strategies)) {
        wrong.add("noAuth() stands beside another kind of access");
      }
      if (strategies && (tokens || authorized)) {
        wrong.add("strategy() stands beside jwt() or extAuth()");
      }
      if (!wrong.isEmpty()) {
        throw new IllegalStateException(
            "ApiRuleRoute %s: %s".formatted(path, String.join("; ", wrong)));
      }
      return values.methods(methods).build();
    }
  }
}
