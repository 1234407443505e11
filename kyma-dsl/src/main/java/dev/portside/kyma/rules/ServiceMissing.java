package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ExposedService;
import dev.portside.manifest.Names;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Service that an APIRule names, or its port, is not there. */
final class ServiceMissing extends Rule {

  private static final int NAMED = 3;

  ServiceMissing() {
    super(
        "kyma-service-missing",
        Severity.ERROR,
        Rank.SETTING,
        "the Service that an APIRule names, or its port, does not exist");
  }

  @Override
  public void check(Scene scene, Found found) {
    Map<String, List<String>> services = new HashMap<>();
    for (ExposedService exposed : ExposedService.in(scene.manifests())) {
      // What is no name of a Service is another rule's to report.
      if (Names.isLabel(exposed.name())) {
        judge(scene, exposed, services, found);
      }
    }
  }

  /** Keeps in {@code services} the names of a namespace's, where they are asked for. */
  private void judge(
      Scene scene, ExposedService exposed, Map<String, List<String>> services, Found found) {
    Optional<ServiceView> service = scene.manifests().service(exposed.namespace(), exposed.name());
    if (service.isEmpty()) {
      List<String> others =
          services.computeIfAbsent(exposed.namespace(), namespace -> names(scene, namespace));
      found.add(missing(scene, exposed, others));
    } else if (service.get().selector().isEmpty()) {
      found.add(
          finding(exposed, "name")
              .message("Service %s has no selector".formatted(exposed.name()))
              .why("Kyma copies the selector into its policies, and refuses a rule without one")
              .help("give the Service a selector, or expose another one"));
    } else if (service.get().port(exposed.port()).isEmpty()) {
      found.add(portMissing(scene, exposed, service.get()));
    }
  }

  private static List<String> names(Scene scene, String namespace) {
    return scene.manifests().ofKind("", "Service", namespace).stream()
        .map(Resource::name)
        .sorted()
        .toList();
  }

  private Finding.Builder missing(Scene scene, ExposedService exposed, List<String> others) {
    return finding(exposed, "name")
        .severity(severity(scene))
        .message(
            "the set has no Service %s in namespace %s%s"
                .formatted(exposed.name(), exposed.namespace(), found(others)))
        .why("without it the rule ends in Error and nothing is exposed")
        .help("name the Service that the set has, or add it to the set");
  }

  private static Severity severity(Scene scene) {
    return scene.platform().isClosedWorld() ? Severity.ERROR : Severity.WARNING;
  }

  private static String found(List<String> services) {
    if (services.isEmpty()) {
      return "";
    }
    String names = services.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = services.size() - NAMED;
    return "; it has " + (more > 0 ? names + " and " + more + " more" : names);
  }

  private Finding.Builder portMissing(Scene scene, ExposedService exposed, ServiceView service) {
    String ports =
        service.ports().stream()
            .map(port -> Integer.toString(port.port()))
            .collect(Collectors.joining(", "));
    return finding(exposed, "port")
        .severity(severity(scene))
        .message(
            "Service %s has no port %d; it has %s".formatted(exposed.name(), exposed.port(), ports))
        .why("the gateway finds no endpoint there and answers 503")
        .help("name one of the Service's ports, by its port and not its targetPort");
  }

  private Finding.Builder finding(ExposedService exposed, String field) {
    return at(exposed.rule(), exposed.field().child(field))
        .cause(exposed.field().toString(), exposed.port());
  }
}
