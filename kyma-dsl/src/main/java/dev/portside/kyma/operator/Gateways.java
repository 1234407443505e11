package dev.portside.kyma.operator;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gateways, and the domains that they give to short hosts. Sources: kyma-project/api-gateway 3.10.0
 * internal/processing/default_domain/default_domain.go, internal/validation/v2alpha1/hosts.go,
 * apis/gateway/external/v1alpha1/external_gateway_types.go.
 */
public final class Gateways {

  private static final String ISTIO = "networking.istio.io";
  private static final String WILDCARD = "*.";
  private static final int LONGEST = 45;
  private static final int HASH = 7;

  private Gateways() {}

  /** Returns the Gateway of a name {@code namespace/name}, where the set has it. */
  public static Optional<Resource> find(Manifests objects, String name) {
    return find(objects, ISTIO, "Gateway", name);
  }

  static Optional<Resource> find(Manifests objects, String group, String kind, String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    List<Resource> found =
        objects.named(group, kind, name.substring(0, slash), name.substring(slash + 1));
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /** Returns the name of the Gateway that Kyma makes for an ExternalGateway. */
  public static String generated(String external) {
    int slash = external.indexOf('/');
    String name = external.substring(slash + 1);
    if (name.length() > LONGEST) {
      name = name.substring(0, LONGEST - HASH - 1) + "-" + hash(name);
    }
    return external.substring(0, slash + 1) + name + "-gw";
  }

  private static String hash(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the hosts of each server of a Gateway. */
  public static List<List<String>> hosts(Resource gateway) {
    Sequence servers = servers(gateway);
    List<List<String>> hosts = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      hosts.add(servers.mapping(i).sequence("hosts").texts());
    }
    return hosts;
  }

  private static Sequence servers(Resource gateway) {
    return gateway.tree().mapping("spec").sequence("servers");
  }

  /**
   * Returns whether each server has the one and same wildcard host; nothing where the operator
   * itself breaks over a server without hosts.
   */
  static Optional<Boolean> hasOneDomain(Resource gateway) {
    String host = "";
    for (List<String> server : hosts(gateway)) {
      if (server.size() > 1) {
        return Optional.of(false);
      }
      if (server.isEmpty()) {
        return Optional.empty();
      }
      if (!server.get(0).startsWith(WILDCARD) || !host.isEmpty() && !host.equals(server.get(0))) {
        return Optional.of(false);
      }
      host = server.get(0);
    }
    return Optional.of(true);
  }

  /** Returns the domain that short hosts get: that of the first server with a host. */
  public static String domain(Resource gateway) {
    for (List<String> server : hosts(gateway)) {
      if (!server.isEmpty()) {
        return withoutWildcard(server.get(0));
      }
    }
    return "";
  }

  private static String withoutWildcard(String host) {
    return host.startsWith(WILDCARD) ? host.substring(WILDCARD.length()) : host;
  }

  /** What the operator finds when it looks for the domain of {@code kyma-system/kyma-gateway}. */
  sealed interface DefaultDomain {
    /** There is no such Gateway. */
    record None() implements DefaultDomain {}

    /** Its one HTTPS server gives the domain. */
    record Found(String domain) implements DefaultDomain {}

    /** It is there, and gives no domain: every reconciliation fails. */
    record Unusable(String reason) implements DefaultDomain {}
  }

  static DefaultDomain defaultDomain(Manifests objects) {
    Optional<Resource> gateway = find(objects, "kyma-system/kyma-gateway");
    if (gateway.isEmpty()) {
      return new DefaultDomain.None();
    }
    List<List<String>> https = new ArrayList<>();
    Sequence servers = servers(gateway.get());
    for (int i = 0; i < servers.size(); i++) {
      Mapping server = servers.mapping(i);
      String protocol = server.mapping("port").findText("protocol").orElse("");
      if (protocol.toUpperCase(Locale.ROOT).equals("HTTPS")) {
        https.add(server.sequence("hosts").texts());
      }
    }
    if (https.size() != 1) {
      return new DefaultDomain.Unusable("it has %d HTTPS servers".formatted(https.size()));
    }
    List<String> hosts = https.get(0);
    if (hosts.size() != 1) {
      return new DefaultDomain.Unusable("its HTTPS server has %d hosts".formatted(hosts.size()));
    }
    String host = hosts.get(0);
    return host.startsWith(WILDCARD) && host.length() > WILDCARD.length()
        ? new DefaultDomain.Found(withoutWildcard(host))
        : new DefaultDomain.Unusable("its host \"%s\" is not a wildcard".formatted(host));
  }
}
