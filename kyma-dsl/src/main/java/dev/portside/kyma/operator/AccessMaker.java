package dev.portside.kyma.operator;

import dev.portside.kyma.operator.Generated.Refusal;
import dev.portside.kyma.operator.Generated.Route;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the operator makes of an APIRule v2 or v2alpha1. Source: kyma-project/api-gateway
 * 3.10.0 internal/processing/processors/v2alpha1.
 */
final class AccessMaker {

  private static final long DEFAULT_TIMEOUT = 180;
  private static final Set<String> EVERYTHING = Set.of("/", "/*", "/{**}");

  private final Resource rule;
  private final Mapping spec;
  private final Manifests objects;
  private final boolean staged;
  private final String unseenDomain;
  private final List<Refusal> refused = new ArrayList<>();

  /**
   * Prepares the making.
   *
   * @param staged whether the rule is on its way from v1beta1, and Oathkeeper still lets requests
   *     through
   * @param unseenDomain the domain that Gateways outside the set give; empty where none is
   */
  AccessMaker(Resource rule, Mapping spec, Manifests objects, boolean staged, String unseenDomain) {
    this.rule = rule;
    this.spec = spec;
    this.objects = objects;
    this.staged = staged;
    this.unseenDomain = unseenDomain;
  }

  Generated make() {
    String gateway =
        spec.findText("gateway")
            .orElseGet(() -> Gateways.generated(spec.findText("externalGateway").orElse("")));
    List<String> hosts = hosts(gateway);
    List<Route> routes = new ArrayList<>();
    List<Mapping> policies = new ArrayList<>();
    List<Mapping> authentications = new ArrayList<>();
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      routes.add(route(rules.mapping(i), i, hosts));
      policies(rules, i, hosts, policies, authentications);
    }
    String broken = hosts.isEmpty() ? "the Gateway gives the short host no domain" : "";
    return new Generated(
        hosts,
        List.of(gateway),
        staged ? List.of() : routes,
        Policies.distinct(policies),
        Policies.distinctAuthentications(authentications),
        List.of(),
        List.copyOf(refused),
        broken);
  }

  /** Returns the hosts, whole; none where a short one gets no domain. */
  private List<String> hosts(String gateway) {
    String domain = Gateways.find(objects, gateway).map(Gateways::domain).orElse(unseenDomain);
    List<String> hosts = new ArrayList<>();
    for (String host : spec.sequence("hosts").texts()) {
      if (!HostCheck.isShort(host)) {
        hosts.add(host);
      } else if (domain.isEmpty()) {
        return List.of();
      } else {
        hosts.add(host + "." + domain);
      }
    }
    return hosts;
  }

  private Route route(Mapping one, int index, List<String> hosts) {
    String path = one.findText("path").orElse("");
    ServiceLink link = ServiceLink.of(spec, index, rule.namespace());
    Mapping cors = Cors.of(spec.mapping("corsPolicy"));
    if (cors.has("maxAge") && Cors.maxAge(spec.mapping("corsPolicy")) < 1_000_000) {
      refused.add(
          new Refusal(
              "VirtualService",
              "spec.http[%d].corsPolicy.maxAge".formatted(index),
              Pointer.of("spec", "corsPolicy", "maxAge"),
              "it is more seconds than fit in a duration"));
    }
    long timeout =
        one.findText("timeout")
            .or(() -> spec.findText("timeout"))
            .map(Long::parseLong)
            .orElse(DEFAULT_TIMEOUT);
    return new Route(
        path.equals("/*")
            ? Mapping.of("prefix", "/")
            : Mapping.of("regex", RoutePath.expression(path)),
        "^(%s)$".formatted(String.join("|", one.sequence("methods").texts())),
        link.host(),
        number(link.port()),
        timeout + "s",
        cors,
        headers(one.mapping("request"), hosts),
        true,
        link);
  }

  static long number(String port) {
    return port.isEmpty() ? 0 : Long.parseLong(port);
  }

  private static Mapping headers(Mapping request, List<String> hosts) {
    String host = hosts.isEmpty() ? "" : hosts.get(0);
    String forwarded = host.startsWith("*.") ? "%REQ(:AUTHORITY)%" : host;
    Mapping headers = Mapping.builder().put("x-forwarded-host", forwarded).build();
    return headers(headers, request.mapping("headers"), request.mapping("cookies"));
  }

  /** Cookies become one header, by name. */
  static Mapping headers(Mapping first, Mapping headers, Mapping cookies) {
    Mapping all = first;
    for (int i = 0; i < headers.size(); i++) {
      all = (Mapping) all.with(Pointer.of(headers.key(i)), headers.value(i));
    }
    List<String> pairs =
        cookies.keys().stream()
            .sorted()
            .map(name -> name + "=" + cookies.findText(name).orElse(""))
            .toList();
    return pairs.isEmpty()
        ? all
        : (Mapping)
            all.with(Pointer.of("Cookie"), dev.portside.yaml.Scalar.of(String.join("; ", pairs)));
  }

  private void policies(
      Sequence rules,
      int index,
      List<String> hosts,
      List<Mapping> policies,
      List<Mapping> authentications) {
    Mapping one = rules.mapping(index);
    ServiceLink link = ServiceLink.of(spec, index, rule.namespace());
    Optional<Resource> service = link.in(objects);
    @Nullable Mapping selector = service.map(ServiceLink::selector).orElse(null);
    Policies made = new Policies(link.namespace(), selector, operation(rules, index, hosts));
    Mapping external = one.mapping("extAuth");
    Mapping jwt = one.has("jwt") ? one.mapping("jwt") : external.mapping("restrictions");
    boolean tokens = one.has("jwt") || external.has("restrictions");
    List<String> authorizers = external.sequence("authorizers").texts();
    for (int i = 0; i < authorizers.size(); i++) {
      policies.add(made.custom(authorizers.get(i), i));
    }
    policies.addAll(
        made.allow(sources(one, jwt, tokens), jwt.sequence("authorizations"), authorizers.size()));
    if (tokens) {
      authentications.add(made.authentication(jwt));
      Pointer field = Pointer.of("spec", "rules").child(index);
      refused.addAll(
          JwtRefusals.of(
              jwt,
              one.has("jwt") ? field.child("jwt") : field.child("extAuth").child("restrictions")));
    }
  }

  private List<Mapping> sources(Mapping one, Mapping jwt, boolean tokens) {
    Mapping gateway = Policies.fromGateway();
    if (!tokens) {
      return staged ? List.of(Policies.fromOathkeeper(), gateway) : List.of(gateway);
    }
    Mapping both = Policies.fromIssuers(jwt, gateway);
    if (!staged) {
      return List.of(both);
    }
    Mapping issuers = Policies.fromIssuers(jwt, Mapping.empty());
    return one.has("jwt") ? List.of(issuers) : List.of(issuers, both);
  }

  private Mapping operation(Sequence rules, int index, List<String> hosts) {
    Mapping one = rules.mapping(index);
    String path = one.findText("path").orElse("");
    return Mapping.builder()
        .putUnlessEmpty("hosts", Sequence.ofTexts(staged ? List.of() : hosts))
        .putUnlessEmpty("methods", one.sequence("methods"))
        .putUnlessEmpty("notPaths", Sequence.ofTexts(others(rules, index)))
        .put("paths", Sequence.ofTexts(List.of(path.equals("/*") ? "/{**}" : path)))
        .build();
  }

  /**
   * The paths of rules that share a method are not this rule's, for any of its methods; those that
   * stand after it count only where it takes everything.
   */
  private static List<String> others(Sequence rules, int index) {
    Mapping one = rules.mapping(index);
    List<String> methods = one.sequence("methods").texts();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      String path = rules.mapping(i).findText("path").orElse("");
      boolean everything = EVERYTHING.contains(path);
      if (!everything && path.equals(one.text("path"))) {
        break;
      }
      boolean shared =
          rules.mapping(i).sequence("methods").texts().stream().anyMatch(methods::contains);
      if (shared && !everything) {
        paths.add(path);
      }
    }
    return paths;
  }
}
