package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
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
import java.util.stream.Stream;

/** The Service that an APIRule names, or its port, is not there. */
final class ServiceMissing implements Rule {

  private static final int NAMED = 3;

  private static final RuleInfo INFO =
      new RuleInfo(
          "kyma-service-missing",
          Severity.ERROR,
          Rank.SETTING,
          "the Service that an APIRule names, or that port of it, is not there");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    Map<String, List<String>> services = new HashMap<>();
    // What is no name of a Service is another rule's to report.
    return ExposedService.in(scene.manifests()).stream()
        .filter(exposed -> Names.isLabel(exposed.name()))
        .flatMap(exposed -> finding(scene, exposed, services).stream());
  }

  /** Keeps in {@code services} the names of a namespace's, where they are asked for. */
  private static Optional<Finding> finding(
      Scene scene, ExposedService exposed, Map<String, List<String>> services) {
    Optional<ServiceView> service = scene.manifests().service(exposed.namespace(), exposed.name());
    if (service.isEmpty()) {
      List<String> others =
          services.computeIfAbsent(exposed.namespace(), namespace -> names(scene, namespace));
      return Optional.of(missing(scene, exposed, others));
    }
    if (service.get().selector().isEmpty()) {
      return Optional.of(
          finding(
              exposed,
              Severity.ERROR,
              "name",
              "Service %s has no selector".formatted(exposed.name()),
              "Kyma copies the selector into its policies, and refuses a rule without one",
              "give the Service a selector, or expose another one"));
    }
    return service.get().port(exposed.port()).isPresent()
        ? Optional.empty()
        : Optional.of(portMissing(scene, exposed, service.get()));
  }

  private static List<String> names(Scene scene, String namespace) {
    return scene.manifests().ofKind("", "Service", namespace).stream()
        .map(Resource::name)
        .sorted()
        .toList();
  }

  private static Finding missing(Scene scene, ExposedService exposed, List<String> others) {
    return finding(
        exposed,
        severity(scene),
        "name",
        "the set has no Service %s in namespace %s%s"
            .formatted(exposed.name(), exposed.namespace(), found(others)),
        "without it the rule ends in Error and nothing is exposed",
        "name the Service that the set has, or add it to the set");
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

  private static Finding portMissing(Scene scene, ExposedService exposed, ServiceView service) {
    String ports =
        service.ports().stream()
            .map(port -> Integer.toString(port.port()))
            .collect(Collectors.joining(", "));
    return finding(
        exposed,
        severity(scene),
        "port",
        "Service %s has no port %d; it has %s".formatted(exposed.name(), exposed.port(), ports),
        "the gateway finds nobody there and answers 503",
        "name one of the Service's ports, by its port and not its targetPort");
  }

  private static Finding finding(
      ExposedService exposed,
      Severity severity,
      String field,
      String message,
      String why,
      String help) {
    return Finding.of(INFO, exposed.rule(), exposed.field().child(field))
        .severity(severity)
        .message(message)
        .why(why)
        .help(help)
        .addCauses(new Cause(exposed.rule().target(), exposed.field().toString(), exposed.port()))
        .build();
  }
}
