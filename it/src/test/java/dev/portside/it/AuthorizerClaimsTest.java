package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthorizerClaimsTest {

  @TempDir private Path folder;

  private Flow asked(String excluded) throws IOException {
    String set =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: |
            extensionProviders:
              - name: login
                envoyExtAuthzHttp: {service: login.auth.svc.cluster.local, port: 8080}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: auth, labels: {istio-injection: enabled}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: login, namespace: auth}
        spec: {selector: {app: login}, ports: [{name: http, port: 8080}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: login, namespace: auth}
        spec:
          selector: {matchLabels: {app: login}}
          template:
            metadata:
              labels: {app: login}
              annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "%s"}
            spec: {containers: [{name: login, image: login}]}
        ---
        apiVersion: gateway.kyma-project.io/v2
        kind: APIRule
        metadata: {name: web, namespace: shop}
        spec:
          hosts: [web]
          gateway: kyma-system/kyma-gateway
          service: {name: web, port: 80}
          rules:
            - {path: /a, methods: [GET], extAuth: {authorizers: [login]}}
            - {path: /b, methods: [GET], extAuth: {authorizers: [login, unknown]}}
        """
            .formatted(excluded);
    Path file = Files.writeString(folder.resolve("set.yaml"), set);
    return Portside.traffic(Portside.read(file)).flows().role("ext-auth").get(0);
  }

  @Test
  void authorizer_isAskedWithMtls() throws IOException {
    Flow flow = asked("9999");

    assertThat(flow.clients().toString()).isEqualTo("[shop/proxies behind web]");
    assertThat(flow.servers().toString()).isEqualTo("[Deployment/auth/login]");
    assertThat(flow.outcome().layers()).containsExactly("istio-mtls");
  }

  @Test
  void authorizer_excluded() throws IOException {
    assertThat(asked("8080").outcome().result()).isEqualTo(Outcome.Result.BROKEN);
  }
}
