package dev.portside.kyma.rules;

import dev.portside.check.Scene;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.migration.AlphaToBeta;
import dev.portside.kyma.model.EmptyValues;
import dev.portside.kyma.operator.JwtHandler;
import dev.portside.kyma.operator.Operator;
import dev.portside.kyma.operator.OperatorRefusal;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An APIRule of a known version.
 *
 * @param resource the rule
 * @param version its version
 * @param definition what the platform's release installs for it
 */
record ApiRuleView(Resource resource, ApiRuleVersion version, Definition definition) {

  private static final Set<String> CONTEXT = Set.of("Gateway", "ExternalGateway", "ConfigMap");

  /** Returns the rules of a set, in order. Those of other versions are another rule's to judge. */
  static List<ApiRuleView> in(Scene scene) {
    Version apiGateway = scene.platform().get(KymaCluster.SECTION).version();
    List<ApiRuleView> views = new ArrayList<>(all(scene));
    views.removeIf(view -> !view.version.isAcceptedBy(apiGateway));
    return views;
  }

  /** Returns the rules of a set, in order, whether or not the platform accepts their versions. */
  static List<ApiRuleView> all(Scene scene) {
    Version apiGateway = scene.platform().get(KymaCluster.SECTION).version();
    List<ApiRuleView> views = new ArrayList<>();
    for (Resource rule : scene.manifests().ofKind(ApiRuleVersion.GROUP, "APIRule")) {
      ApiRuleVersion.of(rule.ref().apiVersion())
          .flatMap(version -> of(rule, version, apiGateway))
          .ifPresent(views::add);
    }
    return views;
  }

  private static Optional<ApiRuleView> of(
      Resource resource, ApiRuleVersion version, Version apiGateway) {
    return Definition.at(apiGateway, version.toString())
        .map(definition -> new ApiRuleView(resource, version, definition));
  }

  /** Returns its {@code spec} as it is written. */
  Mapping spec() {
    return resource.tree().mapping("spec");
  }

  /** Returns whether it is of the shape of v2. */
  boolean isAccess() {
    return version.compareTo(ApiRuleVersion.V2ALPHA1) >= 0;
  }

  /** Returns what the API server says to it. */
  Admission admission() {
    return definition.admit(resource.tree());
  }

  /**
   * Returns of a set what the operator's checks of a rule look at, and no rule of its own does: few
   * resources, since each rule is held against all of them.
   */
  static Manifests context(Manifests manifests) {
    List<Resource> context =
        manifests.resources().stream()
            .filter(resource -> CONTEXT.contains(resource.kind()))
            .toList();
    return Manifests.of(manifests.namespace(), manifests.platform(), context);
  }

  /**
   * Returns what the operator's own checks refuse of what the API server lets in.
   *
   * @param manifests the {@link #context} of the set
   * @return nothing where the operator itself breaks
   */
  Optional<List<OperatorRefusal>> failures(Admission admission, Manifests manifests) {
    if (!admission.accepted()) {
      return Optional.of(List.of());
    }
    Mapping stored = admission.stored().mapping("spec");
    Operator operator = Operator.in(manifests);
    if (isAccess()) {
      return operator.validateAccess(resource, EmptyValues.dropped(stored));
    }
    boolean alpha = version == ApiRuleVersion.V1ALPHA1;
    Mapping spec = alpha ? new AlphaToBeta(stored).spec() : stored;
    List<OperatorRefusal> failures = new ArrayList<>(strategies(operator, spec, manifests));
    // Operators of 2020 ask neither which strategies stand together, nor which methods a path has.
    failures.removeIf(
        one -> alpha && (one.check() == Check.MIXED_ACCESS || one.check() == Check.CONFLICT));
    return Optional.of(failures);
  }

  /** Where the set does not say who checks JWTs, only what both refuse is refused. */
  private List<OperatorRefusal> strategies(Operator operator, Mapping spec, Manifests manifests) {
    boolean known =
        version == ApiRuleVersion.V1ALPHA1
            || !manifests.named("", "ConfigMap", "kyma-system", "api-gateway-config").isEmpty();
    JwtHandler handler = JwtHandler.of(manifests).orElse(JwtHandler.ORY);
    List<OperatorRefusal> failures =
        operator.validateStrategies(resource, spec, known ? handler : JwtHandler.ORY);
    if (known) {
      return failures;
    }
    List<OperatorRefusal> others = operator.validateStrategies(resource, spec, JwtHandler.ISTIO);
    return failures.stream()
        .filter(one -> others.stream().anyMatch(other -> other.field().equals(one.field())))
        .toList();
  }
}
