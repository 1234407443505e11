package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.ServiceView.Port;
import dev.portside.yaml.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceViewTest {

  private static final Manifests SET =
      Sets.read(
          """
          apiVersion: v1
          kind: Service
          metadata: {name: s}
          spec:
            selector: {app: a}
            ports:
            - {name: http, port: 80, targetPort: web, appProtocol: h2c}
            - {name: dns, port: 53, protocol: UDP}
            - {port: 443}
            - {port: 81, targetPort: 8081, protocol: TCP}
            - {port: 82, targetPort: "8082"}
            - {port: 83, targetPort: udp}
            - {port: 84, targetPort: side}
            - {port: 85, targetPort: init}
            - {port: 86, targetPort: 0}
            - {targetPort: none}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: w}
          spec:
            template:
              metadata: {labels: {app: a}}
              spec:
                initContainers:
                - {name: n, restartPolicy: Always, ports: [{name: side, containerPort: 7000}]}
                - {name: i, ports: [{name: init, containerPort: 7001}]}
                containers:
                - {name: x, ports: [{name: udp, containerPort: 1, protocol: UDP}]}
                - {name: y, ports: [{name: other, containerPort: 2}, {name: web, containerPort: 8080}]}
          """);
  private static final ServiceView SERVICE = SET.services().get(0);

  private static ServiceView service(String spec) {
    return Sets.read("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: " + spec + "}")
        .services()
        .get(0);
  }

  private static int podPort(int port) {
    return ServiceView.podPort(SERVICE.port(port).orElseThrow(), SET.workloads().get(0));
  }

  @Test
  void ports_areThoseOfTcp() {
    assertThat(SERVICE.ports().stream().map(Port::port))
        .containsExactly(80, 443, 81, 82, 83, 84, 85, 86, 0)
        .inOrder();
    assertThat(SERVICE.port(80)).hasValue(new Port(0, "http", 80, "web", "h2c"));
    assertThat(SERVICE.port(443)).hasValue(new Port(2, "", 443, "443", ""));
    assertThat(SERVICE.port(53)).isEmpty();
  }

  @Test
  void port_knowsItsField() {
    assertThat(SERVICE.port(443).orElseThrow().field()).isEqualTo(Pointer.parse("/spec/ports/2"));
  }

  @Test
  void podPort_ofNumbersAndNames() {
    assertThat(podPort(80)).isEqualTo(8080);
    assertThat(podPort(443)).isEqualTo(443);
    assertThat(podPort(81)).isEqualTo(8081);
    assertThat(podPort(82)).isEqualTo(8082);
    assertThat(podPort(86)).isEqualTo(86);
  }

  /** As the endpoints controller: the protocol counts, and native sidecars do. */
  @Test
  void podPort_ofNamesThatOtherPortsHave() {
    assertThat(podPort(83)).isEqualTo(0);
    assertThat(podPort(84)).isEqualTo(7000);
    assertThat(podPort(85)).isEqualTo(0);
    assertThat(podPort(0)).isEqualTo(0);
  }

  @Test
  void targetNumber() {
    assertThat(ServiceView.targetNumber(SERVICE.port(81).orElseThrow())).isEqualTo(8081);
    assertThat(ServiceView.targetNumber(SERVICE.port(80).orElseThrow())).isEqualTo(0);
  }

  @Test
  void number_isOneOfTcpOrZero() {
    assertThat(ServiceView.number("65535")).isEqualTo(65535);
    assertThat(ServiceView.number("0080")).isEqualTo(80);
    for (String none : List.of("", "65536", "99999", "100000", "-1", "+1", "8080a", "1.5")) {
      assertThat(ServiceView.number(none)).isEqualTo(0);
    }
  }

  @Test
  void headless() {
    assertThat(service("{clusterIP: None}").isHeadless()).isTrue();
    assertThat(service("{clusterIP: 10.0.0.1}").isHeadless()).isFalse();
    assertThat(service("{}").isHeadless()).isFalse();
  }

  @Test
  void selector_ofExternalName_isNone() {
    assertThat(service("{selector: {app: a}}").selector().keys()).containsExactly("app");
    assertThat(service("{type: ExternalName, selector: {app: a}}").selector().isEmpty()).isTrue();
    assertThat(service("{}").selector().isEmpty()).isTrue();
  }

  @Test
  void otherKinds_areNone() {
    assertThat(
            Sets.read("{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: s}}")
                .services())
        .isEmpty();
  }
}
