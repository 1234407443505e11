package dev.portside.kyma;

import dev.portside.manifest.Names;
import dev.portside.manifest.ServiceTarget;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule of an APIRule: a path, its methods, who is let through, and to which Service. Immutable.
 *
 * <pre>{@code
 * ApiRuleRoute.of("/orders/{*}", "GET", "POST").jwt(tokens).timeout(Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 apis/gateway/v2/apirule_types.go,
 * apis/gateway/v1beta1/apirule_types.go.
 */
public final class ApiRuleRoute extends ApiRulePart {

  private static final long LONGEST_TIMEOUT = 3900;

  private final Optional<ServiceTarget> service;
  private final Optional<ApiRuleJwt> jwt;

  private ApiRuleRoute(Mapping said, Optional<ServiceTarget> service, Optional<ApiRuleJwt> jwt) {
    super(said);
    this.service = service;
    this.jwt = jwt;
  }

  private ApiRuleRoute changed(Mapping said) {
    return new ApiRuleRoute(said, service, jwt);
  }

  /**
   * Returns a rule that lets methods through at a path, to everyone.
   *
   * @param path a literal path, with {@code {*}} for one segment and {@code {**}} for any number,
   *     or {@code /*} for all paths
   * @param methods HTTP methods in capitals, at least one
   * @throws IllegalArgumentException if it is not a path, no request could match it, or there is no
   *     method
   */
  public static ApiRuleRoute of(String path, String... methods) {
    Set<String> once = new LinkedHashSet<>();
    for (String method : ApiRuleValues.texts("method", methods)) {
      once.add(ApiRuleValues.method(method));
    }
    Mapping.Builder said = Mapping.builder().put("path", ApiRuleValues.path(path));
    said.put("methods", Sequence.ofTexts(List.copyOf(once)));
    return new ApiRuleRoute(said.build(), Optional.empty(), Optional.empty());
  }

  /** Returns this for everyone, which is the default. */
  public ApiRuleRoute noAuth() {
    return changed(with(Scalar.of(true), "noAuth"));
  }

  /** Returns this for callers with a token. */
  public ApiRuleRoute jwt(ApiRuleJwt jwt) {
    return new ApiRuleRoute(tree(), service, Optional.of(jwt));
  }

  /**
   * Returns this for callers that external authorizers let through: names of the mesh's extension
   * providers with {@code envoyExtAuthzHttp}. With {@link #jwt} a token is required as well.
   */
  public ApiRuleRoute extAuth(String... authorizers) {
    Mapping said = tree();
    for (String authorizer : ApiRuleValues.texts("authorizer", authorizers)) {
      said = changed(said).withItem("authorizers", Scalar.of(authorizer));
    }
    return changed(said);
  }

  /**
   * Returns this for another Service than the APIRule's; in another namespace where it names one.
   */
  public ApiRuleRoute service(ServiceTarget target) {
    target.servicePort();
    return new ApiRuleRoute(tree(), Optional.of(target), jwt);
  }

  /** Returns this with its own Service outside the cluster; Kyma ignores it. */
  public ApiRuleRoute externalService() {
    return changed(with(Scalar.of(true), "external"));
  }

  /** Returns this with a timeout: whole seconds, 1 to 3900; the APIRule's by default. */
  public ApiRuleRoute timeout(Duration timeout) {
    long seconds = ApiRuleValues.seconds("timeout", timeout, LONGEST_TIMEOUT);
    return changed(with(Scalar.of(seconds), "timeout"));
  }

  /** Returns this with a request header set on the way to the app. */
  public ApiRuleRoute requestHeader(String name, String value) {
    String header = ApiRuleValues.headerToSet(name);
    return changed(with(Scalar.of(Objects.requireNonNull(value)), "headers", header));
  }

  /**
   * Returns this with a cookie set on the way to the app; the caller's own cookies are then
   * dropped.
   */
  public ApiRuleRoute requestCookie(String name, String value) {
    String cookie = ApiRuleValues.header(name);
    return changed(with(Scalar.of(Objects.requireNonNull(value)), "cookies", cookie));
  }

  /**
   * Returns this with an access strategy of v1alpha1 and v1beta1; a current cluster accepts none.
   *
   * @param handler its name, such as {@code oauth2_introspection}
   * @param config its configuration; empty for none
   */
  public ApiRuleRoute strategy(String handler, Map<String, ?> config) {
    return changed(withItem("strategies", handler(handler, config)));
  }

  /** Returns this with a mutator of v1alpha1 and v1beta1; a current cluster accepts none. */
  public ApiRuleRoute mutator(String handler, Map<String, ?> config) {
    return changed(withItem("mutators", handler(handler, config)));
  }

  private static Mapping handler(String handler, Map<String, ?> config) {
    Tree tree = Tree.fromJava(new LinkedHashMap<>(config));
    return handler(Names.text("handler", handler), (Mapping) tree);
  }

  /** Returns a strategy or mutator of v1alpha1 and v1beta1. */
  static Mapping handler(String name, Mapping config) {
    return Mapping.builder().put("handler", name).putUnlessEmpty("config", config).build();
  }

  String path() {
    return tree().findText("path").orElseThrow();
  }

  List<String> methods() {
    return tree().sequence("methods").texts();
  }

  Optional<ServiceTarget> service() {
    return service;
  }

  boolean external() {
    return tree().has("external");
  }

  Optional<Tree> timeout() {
    return Optional.ofNullable(tree().get("timeout"));
  }

  Optional<ApiRuleJwt> jwt() {
    return jwt;
  }

  Sequence authorizers() {
    return tree().sequence("authorizers");
  }

  Mapping requestHeaders() {
    return tree().mapping("headers");
  }

  Mapping requestCookies() {
    return tree().mapping("cookies");
  }

  Sequence strategies() {
    return tree().sequence("strategies");
  }

  Sequence mutators() {
    return tree().sequence("mutators");
  }

  /** Returns whether it can only be said with strategies and mutators. */
  boolean isOld() {
    return tree().has("strategies") || tree().has("mutators");
  }

  /** Adds what contradicts itself. */
  void problems(List<String> problems) {
    boolean asks = jwt.isPresent() || !authorizers().isEmpty();
    if (tree().has("noAuth") && (asks || tree().has("strategies"))) {
      problems.add("noAuth() is combined with another kind of access");
    }
    if (tree().has("strategies") && asks) {
      problems.add("strategy() is combined with jwt() or extAuth()");
    }
    jwt.ifPresent(tokens -> tokens.problems(problems));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other)
        && other instanceof ApiRuleRoute route
        && service.equals(route.service)
        && jwt.equals(route.jwt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tree(), service, jwt);
  }
}
