package dev.portside.kyma.operator;

import dev.portside.kyma.model.GoShape;
import dev.portside.kyma.operator.Generated.Refusal;
import dev.portside.kyma.operator.Generated.Route;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the operator makes of an APIRule v1beta1. Source: kyma-project/api-gateway 3.10.0
 * internal/processing/processors/ory and istio.
 */
final class StrategyMaker {

  private static final long DEFAULT_TIMEOUT = 180;
  private static final ServiceLink OATHKEEPER =
      new ServiceLink(Pointer.root(), "kyma-system", "ory-oathkeeper-proxy", "4455");

  private static final Tree NULL = Tree.fromJava(null);

  /** The handlers for which Istio's mode makes a rule of Oathkeeper's. */
  private static final Set<String> RULED = Set.of(Strategies.NOOP, "oauth2_introspection");

  private final Resource rule;
  private final Mapping spec;
  private final Manifests objects;
  private final JwtHandler handler;
  private final String host;

  StrategyMaker(
      Resource rule, Mapping spec, Manifests objects, JwtHandler handler, String defaultDomain) {
    this.rule = rule;
    this.spec = spec;
    this.objects = objects;
    this.handler = handler;
    String written = spec.findText("host").orElse("");
    this.host = written.indexOf('.') >= 0 ? written : written + "." + defaultDomain;
  }

  Generated make() {
    Sequence rules = spec.sequence("rules");
    List<Route> routes = new ArrayList<>();
    List<Mapping> oathkeeper = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      Mapping one = rules.mapping(i);
      // The route keeps only the first rule of a path.
      if (paths.add(one.findText("path").orElse(""))) {
        routes.add(route(one, i));
      }
      if (isRuled(one)) {
        oathkeeper.add(oathkeeperRule(one, i));
      }
    }
    List<Mapping> policies = new ArrayList<>();
    List<Mapping> authentications = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    String broken = "";
    for (int i = 0; i < rules.size() && needsPolicies(rules); i++) {
      ServiceLink link = ServiceLink.of(spec, i, rule.namespace());
      if (link.in(objects).isEmpty()) {
        broken = "there is no Service %s in namespace %s".formatted(link.name(), link.namespace());
        break;
      }
      policies(rules.mapping(i), i, link, policies, authentications, refused);
    }
    return new Generated(
        List.of(host),
        List.of(spec.findText("gateway").orElse("")),
        routes,
        Policies.distinct(policies),
        Policies.distinctAuthentications(authentications),
        oathkeeper,
        refused,
        broken);
  }

  private boolean isRuled(Mapping one) {
    return Strategies.needsOathkeeper(one, handler)
        && (handler == JwtHandler.ORY
            || Strategies.handlers(one).stream().anyMatch(RULED::contains));
  }

  private boolean needsPolicies(Sequence rules) {
    boolean needs = false;
    for (int i = 0; i < rules.size(); i++) {
      List<String> handlers = Strategies.handlers(rules.mapping(i));
      needs |= handlers.contains(Strategies.JWT) || handlers.contains(Strategies.NO_AUTH);
    }
    return needs && handler == JwtHandler.ISTIO;
  }

  private Route route(Mapping one, int index) {
    boolean through = Strategies.needsOathkeeper(one, handler);
    ServiceLink link = through ? OATHKEEPER : ServiceLink.of(spec, index, rule.namespace());
    String path = one.findText("path").orElse("");
    boolean prefix = handler == JwtHandler.ISTIO && path.equals("/*");
    boolean own = spec.has("corsPolicy");
    long timeout =
        one.findText("timeout")
            .or(() -> spec.findText("timeout"))
            .map(Long::parseLong)
            .orElse(DEFAULT_TIMEOUT);
    return new Route(
        prefix ? Mapping.of("prefix", "/") : Mapping.of("regex", path),
        matchesMethods(one, through)
            ? "^(%s)$".formatted(String.join("|", one.sequence("methods").texts()))
            : "",
        link.host(),
        AccessMaker.number(link.port()),
        timeout + "s",
        own ? Cors.of(spec.mapping("corsPolicy")) : Cors.DEFAULT,
        headers(one),
        own,
        link);
  }

  /** The strategy allow takes every method, and so does Oathkeeper in its own mode. */
  private boolean matchesMethods(Mapping one, boolean through) {
    if (Strategies.handlers(one).contains(Strategies.ALLOW)) {
      return false;
    }
    return handler == JwtHandler.ISTIO || !through;
  }

  /** Istio's mode does itself what the mutators beside jwt ask. */
  private Mapping headers(Mapping one) {
    Mapping headers = Mapping.of("x-forwarded-host", host);
    boolean own = handler == JwtHandler.ISTIO && Strategies.handlers(one).contains(Strategies.JWT);
    Sequence mutators = own ? one.sequence("mutators") : Sequence.empty();
    for (int i = 0; i < mutators.size(); i++) {
      Mapping config = mutators.mapping(i).mapping("config");
      headers =
          AccessMaker.headers(
              headers,
              read(config, "headers", GoShape.HEADERS),
              read(config, "cookies", GoShape.COOKIES));
    }
    return headers;
  }

  private static Mapping read(Mapping config, String key, GoShape shape) {
    return GoShape.read(config, shape).map(read -> read.mapping(key)).orElse(Mapping.empty());
  }

  private void policies(
      Mapping one,
      int index,
      ServiceLink link,
      List<Mapping> policies,
      List<Mapping> authentications,
      List<Refusal> refused) {
    @Nullable Mapping selector = link.in(objects).map(ServiceLink::selector).orElse(null);
    String path = one.findText("path").orElse("");
    Mapping operation =
        Mapping.builder()
            .putUnlessEmpty("methods", one.sequence("methods"))
            .put("paths", Sequence.ofTexts(List.of(path.equals("/.*") ? "/*" : path)))
            .build();
    Policies made = new Policies(link.namespace(), selector, operation);
    if (!Strategies.handlers(one).contains(Strategies.JWT)) {
      Mapping source =
          Strategies.needsOathkeeper(one, handler)
              ? Policies.fromOathkeeper()
              : Policies.fromGateway();
      policies.addAll(made.allow(List.of(source), Sequence.empty(), 0));
      return;
    }
    Optional<Mapping> jwt = GoShape.read(Strategies.jwt(one), GoShape.ISTIO_JWT);
    Mapping config = jwt.orElse(Mapping.empty());
    policies.addAll(
        made.allow(
            List.of(Policies.fromIssuers(config, Mapping.empty())),
            config.sequence("authorizations"),
            0));
    authentications.add(made.authentication(config));
    int strategy = Strategies.handlers(one).indexOf(Strategies.JWT);
    Pointer field =
        Pointer.of("spec", "rules").child(index).child("accessStrategies").child(strategy);
    refused.addAll(JwtRefusals.of(config, field.child("config")));
  }

  private Mapping oathkeeperRule(Mapping one, int index) {
    ServiceLink link = ServiceLink.of(spec, index, rule.namespace());
    Mapping match =
        Mapping.builder()
            .put("methods", one.sequence("methods"))
            .put("url", "<http|https>://%s<%s>".formatted(host, one.findText("path").orElse("")))
            .build();
    Tree mutators = one.sequence("mutators").isEmpty() ? null : one.get("mutators");
    Mapping.Builder made =
        Mapping.builder()
            .put("namespace", rule.namespace())
            .put("match", match)
            .put("upstream", Mapping.of("url", "http://%s:%s".formatted(link.host(), link.port())))
            .put("authenticators", Strategies.of(one))
            .put("authorizer", Mapping.of("handler", "allow"));
    return made.put("mutators", mutators == null ? NULL : mutators).build();
  }
}
