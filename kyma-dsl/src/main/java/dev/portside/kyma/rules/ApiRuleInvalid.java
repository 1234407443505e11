package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Nearest;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.AdmissionViolation;
import dev.portside.kyma.operator.Gateways;
import dev.portside.kyma.operator.OperatorRefusal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The API server or the operator refuses an APIRule, or it goes wrong although both take it. */
final class ApiRuleInvalid extends Rule {

  private static final String SERVER = "the API server refuses the rule";
  private static final String OPERATOR =
      "the API server accepts the rule, but it ends in Error: nothing is exposed";
  private static final Pointer RULES = Pointer.of("spec", "rules");

  ApiRuleInvalid() {
    super(
        "kyma-apirule-invalid",
        Severity.ERROR,
        Rank.SETTING,
        "an APIRule is refused, or accepted and then fails");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource resource : scene.manifests().resources()) {
      if (resource.kind().equalsIgnoreCase("APIRule")) {
        lookalike(resource, found);
      }
    }
    Manifests context = ApiRuleView.context(scene.manifests());
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      Admission admission = view.admission();
      admission(view, admission, found);
      operator(scene, view, view.failures(admission, context), found);
      serviceNames(view, found);
      for (LateRefusals.Late late :
          LateRefusals.of(view, scene.platform().get(KymaCluster.SECTION))) {
        found.add(finding(view.resource(), late.field(), late.message(), late.why(), late.help()));
      }
    }
  }

  /** Something that only looks like an APIRule. */
  private void lookalike(Resource resource, Found found) {
    String apiVersion = resource.ref().apiVersion();
    List<String> known =
        Arrays.stream(ApiRuleVersion.values()).map(ApiRuleVersion::apiVersion).toList();
    if (!resource.ref().group().equals(ApiRuleVersion.GROUP)) {
      found.add(
          finding(
              resource,
              Pointer.of("apiVersion"),
              "apiVersion %s is not Kyma's; Kyma's APIRule is in %s"
                  .formatted(apiVersion, ApiRuleVersion.GROUP),
              "Kyma does not read the object, and nothing is exposed",
              "write %s".formatted(ApiRuleVersion.V2.apiVersion())));
    } else if (!resource.kind().equals("APIRule")) {
      found.add(
          finding(
              resource,
              Pointer.of("kind"),
              "kind %s is not known; the nearest is APIRule".formatted(resource.kind()),
              SERVER,
              "write APIRule"));
    } else if (!known.contains(apiVersion)) {
      found.add(
          finding(
              resource,
              Pointer.of("apiVersion"),
              "there is no APIRule %s; the nearest is %s"
                  .formatted(apiVersion, Nearest.of(apiVersion, known)),
              SERVER,
              "write %s".formatted(ApiRuleVersion.V2.apiVersion())));
    }
  }

  private void admission(ApiRuleView view, Admission admission, Found found) {
    if (!admission.unreadable().isEmpty()) {
      found.add(
          finding(
              view.resource(),
              Pointer.of("metadata"),
              admission.unreadable(),
              SERVER,
              "write a string, in quotes where it looks like a number"));
    }
    for (AdmissionViolation violation : admission.violations()) {
      if (!MixedAccess.isIts(violation)) {
        found.add(
            finding(
                view.resource(),
                violation.field(),
                Violations.message(view, violation),
                SERVER,
                Violations.help(view, violation)));
      }
    }
  }

  private void operator(
      Scene scene, ApiRuleView view, Optional<List<OperatorRefusal>> failures, Found found) {
    if (failures.isEmpty()) {
      found.add(
          finding(
              view.resource(),
              Pointer.of("spec", "hosts", "0"),
              "the host is short, and no gateway completes it",
              "the operator breaks on it, and the rule never gets a status",
              "write the whole host, or name a gateway"));
    }
    for (OperatorRefusal failure : failures.orElse(List.of())) {
      if (isKnown(scene, view, failure)) {
        found.add(
            finding(view.resource(), failure.field(), failure.message(), OPERATOR, help(failure)));
      }
    }
  }

  /** What the set cannot know is not missing; Kyma itself brings its own Gateway. */
  private static boolean isKnown(Scene scene, ApiRuleView view, OperatorRefusal failure) {
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

  private static String help(OperatorRefusal failure) {
    return switch (failure.check()) {
      case GATEWAY -> "name a Gateway that exists";
      case HOST_DOMAIN ->
          "write the whole host, or give all servers of the Gateway one host *.domain";
      case PROVIDER -> "name an extension provider of the mesh that has envoyExtAuthzHttp";
      default -> "correct it";
    };
  }

  /** A Service's name has no dot; its namespace has a field of its own. */
  private void serviceNames(ApiRuleView view, Found found) {
    serviceName(view, view.spec(), Pointer.of("spec"), found);
    Sequence rules = view.spec().sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      serviceName(view, rules.mapping(i), RULES.child(i), found);
    }
  }

  private void serviceName(ApiRuleView view, Mapping above, Pointer at, Found found) {
    String name = above.mapping("service").text("name");
    if (name != null && !Names.isLabel(name)) {
      found.add(
          finding(
              view.resource(),
              at.child("service").child("name"),
              "\"%s\" is not the name of a Service: it has lower-case letters, digits and dashes"
                  .formatted(name),
              OPERATOR,
              name.indexOf('.') > 0
                  ? "write only the name, and the namespace in service.namespace"
                  : "write the Service's name"));
    }
  }

  private Finding.Builder finding(
      Resource resource, Pointer field, String message, String why, String help) {
    return at(resource, field)
        .message(message)
        .why(why)
        .help(help)
        .cause("apirule " + field + " " + message);
  }
}
