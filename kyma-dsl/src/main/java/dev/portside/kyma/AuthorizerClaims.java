package dev.portside.kyma;

import dev.portside.kyma.operator.Authorizer;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whom the proxies behind an APIRule ask before they let a request in. A proxy dials by itself: no
 * list of its pod keeps that out of the mesh, as with a gateway.
 */
final class AuthorizerClaims {

  private AuthorizerClaims() {}

  /** Claims what the mesh's settings tell, where the set holds them. */
  static void claims(Manifests manifests, Consumer<PortUse> claims) {
    List<Authorizer> known = Authorizer.in(manifests);
    if (known.isEmpty()) {
      return;
    }
    for (Resource rule : manifests.ofKind(ApiRuleVersion.GROUP, "APIRule")) {
      named(rule)
          .forEach(
              (name, field) ->
                  known.stream()
                      .filter(one -> one.name().equals(name) && one.port() > 0)
                      .limit(1)
                      .forEach(one -> claims.accept(claim(rule, field, one))));
    }
  }

  /** The authorizers of a rule, each where it is named first. */
  private static Map<String, Pointer> named(Resource resource) {
    Map<String, Pointer> named = new LinkedHashMap<>();
    Sequence rules = resource.tree().mapping("spec").sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Mapping extAuth = rules.mapping(i).mapping("extAuth");
      List<String> authorizers = extAuth.sequence("authorizers").texts();
      Pointer list = Pointer.of("spec", "rules").child(i).child("extAuth").child("authorizers");
      for (int j = 0; j < authorizers.size(); j++) {
        named.putIfAbsent(authorizers.get(j), list.child(j));
      }
    }
    return named;
  }

  private static PortUse claim(Resource resource, Pointer field, Authorizer authorizer) {
    return PortUse.builder()
        .party(
            new Party.Outside(
                Party.Kind.GATEWAY, resource.namespace(), "proxies behind " + resource.name()))
        .process("proxy")
        .peer(peer(authorizer))
        .protection(Protection.plaintext())
        .role("ext-auth")
        .group("ingress")
        .claimant(KymaTraffic.ID)
        .purpose("asks authorizer %s about requests by %s".formatted(authorizer.name(), resource))
        .fact(
            "kyma-project/api-gateway 3.10.0, internal/processing, and istio/api 1.31, mesh config")
        .written(resource.source(field))
        .build();
  }

  /** Istio names a host in full, after a namespace where that does not tell enough. */
  private static Peer peer(Authorizer authorizer) {
    String service = authorizer.service();
    return Peer.full(service.substring(service.indexOf('/') + 1), authorizer.port());
  }
}
