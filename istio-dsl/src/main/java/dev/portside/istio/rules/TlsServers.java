package dev.portside.istio.rules;

import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;

/** Which ports of pods their manifests themselves show to speak TLS. */
final class TlsServers {

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private TlsServers() {}

  /** Returns whether a probe asks the port over HTTPS, or its container names it so. */
  static boolean speaks(Workload workload, int port) {
    Sequence containers = workload.containers();
    for (int i = 0; i < containers.size(); i++) {
      Mapping container = containers.mapping(i);
      if (isNamed(container, port) || isProbed(container, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamed(Mapping container, int port) {
    Sequence ports = container.sequence("ports");
    for (int i = 0; i < ports.size(); i++) {
      String name = ports.mapping(i).findText("name").orElse("");
      boolean tls = name.equals("https") || name.startsWith("https-") || name.startsWith("tls-");
      if (tls && number(ports.mapping(i).findText("containerPort").orElse("")) == port) {
        return true;
      }
    }
    return false;
  }

  private static boolean isProbed(Mapping container, int port) {
    for (String probe : PROBES) {
      Mapping asked = container.mapping(probe).mapping("httpGet");
      boolean tls = "HTTPS".equals(asked.text("scheme"));
      String target = asked.findText("port").orElse("");
      if (tls && (number(target) == port || named(container, target) == port)) {
        return true;
      }
    }
    return false;
  }

  private static int named(Mapping container, String name) {
    Sequence ports = container.sequence("ports");
    for (int i = 0; i < ports.size(); i++) {
      if (name.equals(ports.mapping(i).text("name"))) {
        return number(ports.mapping(i).findText("containerPort").orElse(""));
      }
    }
    return 0;
  }

  private static int number(String text) {
    return ServiceView.number(text);
  }
}
