package dev.portside.istio.authorization;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that policies have, by their names in {@code when}, and what their values mean.
 * Source: istio/istio pilot/pkg/security/authz/{model,matcher,trustdomain} @1.31, checked against
 * connections through a real proxy.
 */
final class Conditions {

  /** The trust domain that a full principal may name whatever the mesh's own is. */
  private static final String POINTER = "cluster.local";

  private static final String FORWARDED = "x-forwarded-for";
  private static final String HEADER = "request.headers";
  private static final String CLAIM = "request.auth.claims";
  private static final String SCOPE = "scope";

  private final IstioMesh mesh;
  private final String namespace;

  /** The conditions of a policy of a namespace. */
  Conditions(IstioMesh mesh, String namespace) {
    this.mesh = mesh;
    this.namespace = namespace;
  }

  /** A value that no proxy can be told to compare with. */
  private static final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unreadable(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Returns a condition, without the values that cannot be read; empty when there is no condition
   * of that name.
   */
  Optional<Condition> of(String attribute, List<String> values, List<String> notValues) {
    return tests(attribute).map(tests -> condition(attribute, tests, values, notValues));
  }

  private static Condition condition(
      String attribute,
      Function<String, Function<Request, Tri>> tests,
      List<String> values,
      List<String> notValues) {
    List<Function<Request, Tri>> any = read(tests, values);
    List<Function<Request, Tri>> none = read(tests, notValues);
    boolean whole = any.size() + none.size() == values.size() + notValues.size();
    return new Condition(attribute, isHttpOnly(attribute), whole, any, none);
  }

  private static List<Function<Request, Tri>> read(
      Function<String, Function<Request, Tri>> tests, List<String> values) {
    List<Function<Request, Tri>> read = new ArrayList<>();
    for (String value : values) {
      try {
        read.add(tests.apply(value));
      } catch (Unreadable e) {
        // istiod leaves the value out.
      }
    }
    return read;
  }

  private static boolean isHttpOnly(String attribute) {
    return attribute.startsWith("request.")
        || attribute.equals("hosts")
        || attribute.equals("methods")
        || attribute.equals("paths");
  }

  private Optional<Function<String, Function<Request, Tri>>> tests(String attribute) {
    int bracket = attribute.indexOf('[');
    if (bracket > 0 && attribute.endsWith("]")) {
      return keyed(attribute.substring(0, bracket), attribute.substring(bracket));
    }
    return Optional.ofNullable(
        switch (attribute) {
          case "source.principal" -> this::principal;
          case "source.namespace" -> this::namespace;
          case "source.serviceAccount" -> this::serviceAccount;
          case "source.trustDomain" -> this::trustDomain;
          case "source.ip" -> value -> address(value, Request::source);
          case "remote.ip" -> value -> address(value, this::remote);
          case "destination.ip" -> value -> address(value, Request::destination);
          case "destination.port" -> Conditions::port;
          case "connection.sni" -> value -> text(Wildcard.of(value), Request::sni);
          case "request.auth.principal" -> Conditions::requestPrincipal;
          case "request.auth.audiences" -> value -> claim(List.of("aud"), value);
          case "request.auth.presenter" -> value -> claim(List.of("azp"), value);
          case "methods" -> value -> text(Wildcard.of(value), r -> r.http().method());
          case "hosts" -> Conditions::host;
          case "paths" -> this::path;
          default -> null;
        });
  }

  private static Optional<Function<String, Function<Request, Tri>>> keyed(
      String attribute, String brackets) {
    String key = brackets.substring(1, brackets.length() - 1);
    if (attribute.startsWith("experimental.envoy.filters.")) {
      return Optional.of(value -> request -> Tri.NO);
    }
    return Optional.ofNullable(
        switch (attribute) {
          case HEADER -> value -> header(key, value);
          case CLAIM -> value -> claim(Arrays.asList(key.split("]\\[", -1)), value);
          default -> null;
        });
  }

  private static Function<Request, Tri> text(
      Predicate<String> test, Function<Request, Fact<String>> fact) {
    return request -> fact.apply(request).test(test);
  }

  private static Function<Request, Tri> ofCaller(Predicate<Identity> test) {
    return request -> request.identity().test(test);
  }

  private Function<Request, Tri> principal(String value) {
    List<Predicate<String>> tests = aliases(value).map(Wildcard::of).toList();
    return ofCaller(
        caller -> {
          String principal = caller.toString();
          return tests.stream().anyMatch(test -> test.test(principal));
        });
  }

  /** A full principal of the mesh's own trust domain stands for one of each that counts as own. */
  private Stream<String> aliases(String value) {
    Identity identity = Identity.parse(value).orElse(null);
    if (identity == null || !isOwn(identity.trustDomain())) {
      return Stream.of(value);
    }
    return mesh.trustDomains().stream().map(domain -> identity.in(domain).toString());
  }

  private boolean isOwn(String domain) {
    return domain.equals(POINTER)
        || mesh.trustDomains().contains(domain)
        || domain.startsWith("*")
            && mesh.trustDomains().stream().anyMatch(own -> own.endsWith(domain.substring(1)));
  }

  private Function<Request, Tri> namespace(String value) {
    Predicate<String> test = Wildcard.anywhere(value);
    return ofCaller(caller -> test.test(caller.namespace()));
  }

  private Function<Request, Tri> serviceAccount(String value) {
    int slash = value.indexOf('/');
    String in = slash < 0 ? namespace : value.substring(0, slash);
    String account = value.substring(slash + 1);
    return ofCaller(
        caller -> caller.namespace().equals(in) && caller.serviceAccount().equals(account));
  }

  private Function<Request, Tri> trustDomain(String value) {
    Stream<String> domains =
        mesh.trustDomains().contains(value) ? mesh.trustDomains().stream() : Stream.of(value);
    List<Predicate<String>> tests = domains.map(Wildcard::of).toList();
    return ofCaller(caller -> tests.stream().anyMatch(test -> test.test(caller.trustDomain())));
  }

  private static Function<Request, Tri> address(
      String value, Function<Request, Fact<String>> fact) {
    IpAddress.Range range = range(value);
    return request -> fact.apply(request).test(address -> range.contains(IpAddress.of(address)));
  }

  private static IpAddress.Range range(String value) {
    try {
      if (value.indexOf('/') >= 0) {
        return IpAddress.Range.parse(value);
      }
      IpAddress address = IpAddress.parse(value);
      return new IpAddress.Range(address, address.six() ? 128 : 32);
    } catch (IpAddress.Refused e) {
      throw new Unreadable(e);
    }
  }

  /** On requests a header that anybody can send tells the caller's address. */
  private Fact<String> remote(Request request) {
    if (request.chain() == Request.Chain.TCP) {
      return request.source();
    }
    Fact<String> header = request.http().header(FORWARDED);
    Fact<String> told = header.flatMap(list -> Fact.ofNullable(forwarded(list)));
    return told.there() == Tri.NO ? request.source() : told;
  }

  /** The last entry, or with trusted proxies in front, the one that the first of them wrote. */
  private @Nullable String forwarded(String list) {
    String[] entries = list.split(",", -1);
    int at = entries.length - Math.max(mesh.numTrustedProxies(), 1);
    return at < 0 ? null : entries[at].trim();
  }

  private static Function<Request, Tri> port(String value) {
    try {
      int port = Integer.parseInt(value);
      return request -> Tri.of(request.port() == port);
    } catch (NumberFormatException e) {
      throw new Unreadable(e);
    }
  }

  private static Function<Request, Tri> host(String value) {
    Predicate<String> test = Wildcard.of(lower(value));
    return text(host -> test.test(lower(host)), request -> request.http().host());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private Function<Request, Tri> path(String value) {
    Predicate<String> test = Wildcard.ofPath(value);
    return text(
        path -> test.test(mesh.pathNormalization().of(path)), request -> request.http().path());
  }

  private static Function<Request, Tri> header(String name, String value) {
    Predicate<String> test = value.equals("*") ? any -> true : Wildcard.of(value);
    return text(test, request -> request.http().header(name));
  }

  private static Function<Request, Tri> requestPrincipal(String value) {
    int slash = value.lastIndexOf('/');
    if (slash < 0) {
      Predicate<String> whole = Wildcard.of(value);
      return ofToken(claims -> whole.test(text(claims, "iss") + "/" + text(claims, "sub")));
    }
    Predicate<String> issuer = Wildcard.of(value.substring(0, slash));
    Predicate<String> subject = Wildcard.of(value.substring(slash + 1));
    return ofToken(claims -> issuer.test(text(claims, "iss")) && subject.test(text(claims, "sub")));
  }

  private static String text(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof String text ? text : "";
  }

  private static Function<Request, Tri> claim(List<String> path, String value) {
    Predicate<String> test = Wildcard.of(value);
    return ofToken(claims -> values(claims, path).anyMatch(test));
  }

  private static Function<Request, Tri> ofToken(Predicate<Map<String, Object>> test) {
    return request -> request.http().claims().test(test);
  }

  /** A list has the value when one of its elements does; scopes are a list with blanks. */
  private static Stream<String> values(Map<String, Object> claims, List<String> path) {
    Object value = claims;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    if (value instanceof List<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast);
    }
    if (!(value instanceof String text)) {
      return Stream.empty();
    }
    return path.equals(List.of(SCOPE)) ? Stream.of(text.split(" ", -1)) : Stream.of(text);
  }
}
