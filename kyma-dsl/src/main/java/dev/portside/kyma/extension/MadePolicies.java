package dev.portside.kyma.extension;

import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.migration.AlphaToBeta;
import dev.portside.kyma.model.EmptyValues;
import dev.portside.kyma.operator.Operator;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.traffic.Made;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The AuthorizationPolicies that Kyma's operator makes of the APIRules of a set. Their names are
 * the rules': those that the operator gives them end at random.
 */
final class MadePolicies {

  private final Manifests set;
  private final KymaCluster cluster;
  private final Operator operator;
  private final List<Made> made = new ArrayList<>();

  private MadePolicies(Manifests set) {
    this.set = set;
    this.cluster = set.platform().get(KymaCluster.SECTION);
    this.operator = Operator.in(set);
  }

  static List<Made> of(Manifests set) {
    MadePolicies policies = new MadePolicies(set);
    set.ofKind(ApiRuleVersion.GROUP, "APIRule").forEach(policies::add);
    return policies.made;
  }

  /** Nothing is made of a rule that the API server does not take. */
  private void add(Resource rule) {
    Optional<ApiRuleVersion> version =
        ApiRuleVersion.of(rule.ref().apiVersion())
            .filter(one -> one.isAcceptedBy(cluster.version()));
    Optional<Admission> admission =
        version
            .flatMap(one -> Definition.at(cluster.version(), one.toString()))
            .map(definition -> definition.admit(rule.tree()))
            .filter(Admission::accepted);
    if (version.isPresent() && admission.isPresent()) {
      policies(rule, version.get(), admission.get().stored().mapping("spec"))
          .forEach(policy -> made.add(new Made(policy(rule, policy), rule)));
    }
  }

  private List<Mapping> policies(Resource rule, ApiRuleVersion version, Mapping spec) {
    return switch (version) {
      case V2, V2ALPHA1 ->
          operator.accessPolicies(rule, EmptyValues.dropped(spec), cluster.domain());
      case V1BETA1 -> operator.strategyPolicies(rule, spec, cluster.domain());
      case V1ALPHA1 ->
          operator.strategyPolicies(rule, new AlphaToBeta(spec).spec(), cluster.domain());
    };
  }

  private Resource policy(Resource rule, Mapping policy) {
    Mapping metadata =
        Mapping.builder()
            .put("name", rule.name())
            .put("namespace", policy.findText("namespace").orElseGet(rule::namespace))
            .build();
    Mapping selector = policy.mapping("selector");
    Mapping.Builder spec = Mapping.builder();
    if (!selector.isEmpty()) {
      spec.put("selector", Mapping.of("matchLabels", selector));
    }
    policy.findText("provider").ifPresent(name -> spec.put("provider", Mapping.of("name", name)));
    spec.put("action", policy.findText("action").orElse("ALLOW"))
        .put("rules", policy.sequence("rules"));
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "security.istio.io/v1")
            .put("kind", "AuthorizationPolicy")
            .put("metadata", metadata)
            .put("spec", spec.build())
            .build();
    return Resource.made("made of " + rule, made.size(), tree, set.namespace());
  }
}
