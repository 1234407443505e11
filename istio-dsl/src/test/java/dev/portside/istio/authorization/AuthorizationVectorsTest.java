package dev.portside.istio.authorization;

import dev.portside.istio.Vectors;
import dev.portside.istio.authorization.Request.Chain;
import dev.portside.istio.authorization.Request.Http;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.PathNormalization;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each line is a pod, its policies, and the connections that istiod's configuration in a real Envoy
 * let through or refused.
 */
final class AuthorizationVectorsTest {

  @Test
  void connections_asProxy() {
    Vectors.Judge judge = new Vectors.Judge("authz.jsonl");
    for (Mapping line : Vectors.json("authz.jsonl")) {
      Case each = new Case(line);
      Sequence connections = line.sequence("connections");
      for (int i = 0; i < connections.size(); i++) {
        Mapping connection = connections.mapping(i);
        // What fails without any policy tells nothing about policies.
        if (!connection.findText("withoutPolicies").orElse("").equals("denied")) {
          String id = "%s #%d".formatted(line.findText("id").orElseThrow(), i);
          judge.judge(id, each.difference(connection));
        }
      }
    }
    judge.finish();
  }

  /** A pod and its policies. */
  private static final class Case {

    private final Mapping line;
    private final AuthorizationPolicies policies;

    Case(Mapping line) {
      this.line = line;
      Manifests set = set(line);
      policies =
          new AuthorizationIndex(
                  set.ofKind(AuthorizationIndex.GROUP, AuthorizationIndex.KIND),
                  mesh(line.mapping("meshConfig")),
                  List.of())
              .of(set.workloads().get(0));
    }

    /** Policies that were refused when they were applied are not there. */
    private static Manifests set(Mapping line) {
      List<Resource> resources = new ArrayList<>();
      Mapping workload = line.mapping("workload");
      Mapping metadata =
          Mapping.builder()
              .put("name", "node")
              .put("namespace", workload.findText("namespace").orElseThrow())
              .put("labels", workload.mapping("labels"))
              .build();
      resources.add(
          resource(
              Mapping.builder()
                  .put("apiVersion", "v1")
                  .put("kind", "Pod")
                  .put("metadata", metadata)
                  .build()));
      List<String> admission = line.sequence("admission").texts();
      Sequence written = line.sequence("policies");
      for (int i = 0; i < written.size(); i++) {
        boolean stored =
            line.findText("webhookOff").isPresent()
                && !admission.get(i).startsWith("refused by the schema");
        if (stored || admission.get(i).startsWith("accepted")) {
          resources.add(resource(written.mapping(i)));
        }
      }
      return Manifests.of("default", Platform.today(), resources);
    }

    private static Resource resource(Mapping tree) {
      return Resource.made("recording", 0, tree, "default");
    }

    private static IstioMesh mesh(Mapping config) {
      IstioMesh.Builder mesh =
          IstioMesh.builder()
              .from(Platform.today().get(IstioMesh.SECTION))
              .trustDomain(config.findText("trustDomain").orElse("cluster.local"))
              .trustDomainAliases(config.sequence("trustDomainAliases").texts())
              .rootNamespace(config.findText("rootNamespace").orElse("istio-system"));
      config
          .mapping("pathNormalization")
          .findText("normalization")
          .ifPresent(name -> mesh.pathNormalization(PathNormalization.valueOf(name)));
      config
          .mapping("defaultConfig")
          .mapping("gatewayTopology")
          .findText("numTrustedProxies")
          .ifPresent(number -> mesh.numTrustedProxies(Integer.parseInt(number)));
      Sequence known = config.sequence("extensionProviders");
      for (int i = 0; i < known.size(); i++) {
        boolean http = known.mapping(i).has("envoyExtAuthzHttp");
        mesh.putExtensionProviders(
            known.mapping(i).findText("name").orElseThrow(),
            http ? IstioMesh.HTTP : IstioMesh.GRPC);
      }
      return mesh.build();
    }

    String difference(Mapping connection) {
      Request request = request(connection);
      Decision decision =
          policies.of(request, provider -> says(provider, connection.mapping("headers")));
      boolean allowed = connection.findText("verdict").orElseThrow().equals("allowed");
      return decision.lets() == Tri.of(allowed)
          ? ""
          : "%s instead of %s: %s".formatted(decision, connection.text("verdict"), connection);
    }

    /** What the authorizers of the recordings answered. */
    private static Tri says(String provider, Mapping headers) {
      return switch (provider) {
        case "ext-deny" -> Tri.NO;
        case "ext-allow" -> Tri.YES;
        default -> Tri.of(headers.findText("x-ext-authz").orElse("").equals("allow"));
      };
    }

    private Request request(Mapping connection) {
      Mapping from = connection.mapping("from");
      return new Request(
          Chain.valueOf(connection.findText("chain").orElseThrow().toUpperCase(Locale.ROOT)),
          Fact.ofNullable(from.text("principal"))
              .flatMap(p -> Fact.of(Identity.parse(p).orElseThrow())),
          Fact.ofNullable(from.text("ip")),
          Fact.ofNullable(line.mapping("workload").text("ip")),
          Integer.parseInt(connection.findText("port").orElseThrow()),
          http(connection),
          Fact.ofNullable(connection.text("sni")));
    }

    /** Without a RequestAuthentication nobody looks at tokens. */
    private Http http(Mapping connection) {
      boolean checked = line.has("requestAuthentication") && connection.has("jwt");
      return new Http(
          Fact.ofNullable(connection.text("method")),
          Fact.ofNullable(connection.text("path")),
          Fact.ofNullable(connection.text("host")),
          Fact.of(headers(connection.mapping("headers"))),
          checked ? Fact.of(claims(connection.mapping("jwt"))) : Fact.absent());
    }

    private static Map<String, String> headers(Mapping written) {
      Map<String, String> headers = new HashMap<>();
      written
          .keys()
          .forEach(k -> headers.put(k.toLowerCase(Locale.ROOT), written.findText(k).orElse("")));
      return headers;
    }

    private static Map<String, Object> claims(Mapping written) {
      Map<String, Object> claims = new HashMap<>();
      for (int i = 0; i < written.size(); i++) {
        claims.put(written.key(i), claim(written.value(i)));
      }
      return claims;
    }

    private static @Nullable Object claim(Tree value) {
      if (value instanceof Sequence sequence) {
        return sequence.texts();
      }
      return value instanceof Mapping mapping ? claims(mapping) : ((Scalar) value).text();
    }
  }
}
