package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Nearest;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.Violation;
import dev.portside.kyma.operator.Failure;
import dev.portside.kyma.operator.Gateways;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The API server or the operator refuses an APIRule, or it goes wrong although both take it. */
final class ApiRuleInvalid implements Rule {

  private static final String SERVER = "the API server refuses the rule";
  private static final String OPERATOR =
      "the API server takes the rule, and it ends in Error: nothing is exposed";
  private static final Pointer RULES = Pointer.of("spec", "rules");

  private static final RuleInfo INFO =
      new RuleInfo(
          "kyma-apirule-invalid",
          Severity.ERROR,
          Rank.SETTING,
          "an APIRule is refused, or breaks what is made of it");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : scene.manifests().resources()) {
      if (resource.kind().equalsIgnoreCase("APIRule")) {
        lookalike(resource).ifPresent(findings::add);
      }
    }
    Manifests context = ApiRuleView.context(scene.manifests());
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      Admission admission = view.admission();
      admission(view, admission, findings);
      operator(scene, view, view.failures(admission, context), findings);
      serviceNames(view, findings);
      for (LateRefusals.Late late :
          LateRefusals.of(view, scene.platform().get(KymaCluster.SECTION))) {
        findings.add(
            finding(view.resource(), late.field(), late.message(), late.why(), late.help()));
      }
    }
    return findings.stream();
  }

  /** Something that only looks like an APIRule. */
  private static Optional<Finding> lookalike(Resource resource) {
    boolean group = resource.ref().group().equals(ApiRuleVersion.GROUP);
    String apiVersion = resource.ref().apiVersion();
    if (!group) {
      return Optional.of(
          finding(
              resource,
              Pointer.of("apiVersion"),
              "apiVersion %s is not Kyma's; its APIRule is of %s"
                  .formatted(apiVersion, ApiRuleVersion.GROUP),
              "Kyma does not read the object, and nothing is exposed",
              "write %s".formatted(ApiRuleVersion.V2.apiVersion())));
    }
    if (!resource.kind().equals("APIRule")) {
      return Optional.of(
          finding(
              resource,
              Pointer.of("kind"),
              "kind %s is not known; the nearest is APIRule".formatted(resource.kind()),
              SERVER,
              "write APIRule"));
    }
    List<String> known =
        Arrays.stream(ApiRuleVersion.values()).map(ApiRuleVersion::apiVersion).toList();
    return known.contains(apiVersion)
        ? Optional.empty()
        : Optional.of(
            finding(
                resource,
                Pointer.of("apiVersion"),
                "there is no APIRule %s; the nearest is %s"
                    .formatted(apiVersion, Nearest.of(apiVersion, known)),
                SERVER,
                "write %s".formatted(ApiRuleVersion.V2.apiVersion())));
  }

  private static void admission(ApiRuleView view, Admission admission, List<Finding> findings) {
    if (!admission.unreadable().isEmpty()) {
      findings.add(
          finding(
              view.resource(),
              Pointer.of("metadata"),
              admission.unreadable(),
              SERVER,
              "write a text, in quotes where it looks like a number"));
    }
    for (Violation violation : admission.violations()) {
      if (!MixedAccess.isIts(violation)) {
        findings.add(
            finding(
                view.resource(),
                violation.field(),
                Violations.message(view, violation),
                SERVER,
                Violations.help(view, violation)));
      }
    }
  }

  private static void operator(
      Scene scene, ApiRuleView view, Optional<List<Failure>> failures, List<Finding> findings) {
    if (failures.isEmpty()) {
      findings.add(
          finding(
              view.resource(),
              Pointer.of("spec", "hosts", "0"),
              "the host is short, and no gateway completes it",
              "the operator breaks over it, and the rule never gets a status",
              "write the whole host, or name a gateway"));
    }
    for (Failure failure : failures.orElse(List.of())) {
      if (isKnown(scene, view, failure)) {
        findings.add(
            finding(view.resource(), failure.field(), failure.message(), OPERATOR, help(failure)));
      }
    }
  }

  /** What the set cannot know is not missing; Kyma itself brings its own Gateway. */
  private static boolean isKnown(Scene scene, ApiRuleView view, Failure failure) {
    String gateway = view.spec().findText("gateway").orElse("");
    boolean own = gateway.equals(scene.platform().get(KymaCluster.SECTION).gateway());
    return switch (failure.check()) {
      case RULE -> true;
      case GATEWAY -> scene.platform().isClosedWorld() && !own;
      case HOST_DOMAIN -> Gateways.find(scene.manifests(), gateway).isPresent();
      case PROVIDER -> !scene.manifests().named("", "ConfigMap", "istio-system", "istio").isEmpty();
      case CONFLICT, MIXED_ACCESS, HOST_TAKEN, SERVICE, SIDECAR -> false;
    };
  }

  private static String help(Failure failure) {
    return switch (failure.check()) {
      case GATEWAY -> "name a Gateway that is there";
      case HOST_DOMAIN ->
          "write the whole host, or give all servers of the Gateway one host *.domain";
      case PROVIDER -> "name an extension provider of the mesh that has envoyExtAuthzHttp";
      default -> "correct it";
    };
  }

  /** A Service's name has no dot; its namespace has a field of its own. */
  private static void serviceNames(ApiRuleView view, List<Finding> findings) {
    serviceName(view, view.spec(), Pointer.of("spec"), findings);
    Sequence rules = view.spec().sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      serviceName(view, rules.mapping(i), RULES.child(i), findings);
    }
  }

  private static void serviceName(
      ApiRuleView view, Mapping above, Pointer at, List<Finding> findings) {
    String name = above.mapping("service").text("name");
    if (name != null && !Names.isLabel(name)) {
      findings.add(
          finding(
              view.resource(),
              at.child("service").child("name"),
              "\"%s\" is no name of a Service: it has lower-case letters, digits and dashes"
                  .formatted(name),
              OPERATOR,
              name.indexOf('.') > 0
                  ? "write the name alone, and the namespace in service.namespace"
                  : "write the Service's name"));
    }
  }

  private static Finding finding(
      Resource resource, Pointer field, String message, String why, String help) {
    return Finding.of(INFO, resource, field)
        .message(message)
        .why(why)
        .help(help)
        .addCauses(new Cause(resource.target(), "apirule " + field + " " + message, 0))
        .build();
  }
}
