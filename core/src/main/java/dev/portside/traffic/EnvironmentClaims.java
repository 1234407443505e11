package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What containers are told by their environment, ConfigMaps and arguments: a value that names a
 * Service of the set is a hint that the process dials it. Values of Secrets are not read. Source:
 * Kubernetes 1.36 API reference, Container.
 */
final class EnvironmentClaims {

  private static final String ROLE = "environment";
  private static final List<String> HOSTS = List.of("HOST", "HOSTNAME", "ADDR", "ADDRESS");
  private static final String PORT = "PORT";

  private final Manifests manifests;
  private final Workload workload;
  private final Consumer<PortUse> claims;
  private final Set<Peer> told = new HashSet<>();

  /** A value, and where it is written. */
  private record Told(String value, Source where) {}

  private EnvironmentClaims(Manifests manifests, Workload workload, Consumer<PortUse> claims) {
    this.manifests = manifests;
    this.workload = workload;
    this.claims = claims;
  }

  static void claims(Manifests manifests, Consumer<PortUse> claims) {
    if (!manifests.services().isEmpty()) {
      for (Workload workload : manifests.workloads()) {
        EnvironmentClaims own = new EnvironmentClaims(manifests, workload, claims);
        own.containers("containers", Phase.RUN);
        own.containers("initContainers", Phase.INIT);
      }
    }
  }

  private void containers(String list, Phase phase) {
    Sequence containers = workload.podSpec().sequence(list);
    Pointer field = workload.containersField().parent().child(list);
    for (int i = 0; i < containers.size(); i++) {
      Mapping container = containers.mapping(i);
      String process = container.findText("name").orElse("app");
      Map<String, Told> variables = variables(container, field.child(i));
      variables.forEach((name, value) -> variable(process, phase, name, value, variables));
      for (String key : List.of("command", "args")) {
        List<String> texts = container.sequence(key).texts();
        for (int j = 0; j < texts.size(); j++) {
          Source where = workload.resource().source(field.child(i).child(key).child(j));
          endpoints(process, phase, key, new Told(texts.get(j), where));
        }
      }
    }
  }

  private Map<String, Told> variables(Mapping container, Pointer field) {
    Map<String, Told> variables = new LinkedHashMap<>();
    Sequence whole = container.sequence("envFrom");
    for (int i = 0; i < whole.size(); i++) {
      whole
          .mapping(i)
          .mapping("configMapRef")
          .findText("name")
          .ifPresent(name -> data(name).forEach(variables::put));
    }
    Sequence single = container.sequence("env");
    for (int i = 0; i < single.size(); i++) {
      Mapping variable = single.mapping(i);
      String name = variable.findText("name").orElse("");
      Mapping key = variable.mapping("valueFrom").mapping("configMapKeyRef");
      Source where = workload.resource().source(field.child("env").child(i).child("value"));
      variable.findText("value").ifPresent(value -> variables.put(name, new Told(value, where)));
      Told kept = data(key.findText("name").orElse("")).get(key.findText("key").orElse(""));
      if (kept != null) {
        variables.put(name, kept);
      }
    }
    return variables;
  }

  private Map<String, Told> data(String name) {
    Map<String, Told> data = new LinkedHashMap<>();
    for (Resource map : manifests.named("", "ConfigMap", workload.namespace(), name)) {
      Mapping entries = map.tree().mapping("data");
      for (String key : entries.keys()) {
        Source where = map.source(Pointer.of("data", key));
        entries.findText(key).ifPresent(value -> data.put(key, new Told(value, where)));
      }
    }
    return data;
  }

  private void variable(
      String process, Phase phase, String name, Told value, Map<String, Told> variables) {
    endpoints(process, phase, name, value);
    String upper = name.toUpperCase(Locale.ROOT);
    for (String host : HOSTS) {
      if (upper.endsWith("_" + host)) {
        String start = name.substring(0, name.length() - host.length());
        Told port = variables.get(start + (upper.equals(name) ? PORT : "port"));
        int number = port == null ? 0 : ServiceView.number(port.value());
        dial(process, phase, name, new Endpoint("", value.value().strip(), number), value.where());
      }
    }
  }

  private void endpoints(String process, Phase phase, String name, Told value) {
    for (Endpoint endpoint : Endpoint.in(value.value())) {
      dial(process, phase, name, endpoint, value.where());
    }
  }

  private void dial(String process, Phase phase, String name, Endpoint endpoint, Source where) {
    boolean named = !endpoint.host().isEmpty() && endpoint.host().indexOf(' ') < 0;
    Peer peer =
        named
            ? Peer.named(endpoint.host(), endpoint.port(), workload.namespace(), manifests)
            : new Peer.Host("", 0);
    if (peer instanceof Peer.Service service && isServed(service) && told.add(peer)) {
      claims.accept(
          PortUse.builder()
              .party(new Party.Pods(workload))
              .process(process)
              .phase(phase)
              .peer(peer)
              .protection(endpoint.protection())
              .protocol(endpoint.protocol())
              .role(ROLE)
              .group("app")
              .claimant(PortUse.KUBERNETES)
              .purpose("calls that " + name + " tells of")
              .fact("Kubernetes API, Container")
              .written(where)
              .build());
    }
  }

  /** Only a port of a Service of the set is a hint; the pods' own names are not. */
  private boolean isServed(Peer.Service peer) {
    return manifests
        .service(peer.namespace(), peer.name())
        .filter(service -> service.port(peer.port()).isPresent())
        .filter(service -> !manifests.selectedBy(service).contains(workload))
        .isPresent();
  }
}
