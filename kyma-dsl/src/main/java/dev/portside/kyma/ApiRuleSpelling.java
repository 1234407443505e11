package dev.portside.kyma;

import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.admission.Paths;
import dev.portside.manifest.Context;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spells a {@link KymaApiRule} as the platform's Kyma takes it. */
final class ApiRuleSpelling {

  private final KymaApiRule rule;
  private final Context context;
  private final KymaCluster cluster;
  private final ApiRuleVersion version;

  ApiRuleSpelling(KymaApiRule rule, Context context) {
    this.rule = rule;
    this.context = context;
    this.cluster = context.platform().get(KymaCluster.SECTION);
    this.version = rule.version().orElseGet(() -> ApiRuleVersion.newest(cluster.version()));
  }

  List<Resource> resources() {
    if (!version.isAcceptedBy(cluster.version())) {
      throw unsupported(
          "apiVersion",
          "%s is not accepted by Kyma's API gateway %s".formatted(version, cluster.version()),
          "leave version() out, or use %s".formatted(ApiRuleVersion.newest(cluster.version())));
    }
    List<Resource> resources = new ArrayList<>();
    String maker = rule.toString();
    for (int i = 0; i < rule.hosts().size(); i++) {
      Mapping tree = tree(i == 0 ? rule.name() : rule.name() + "-" + (i + 1), rule.hosts().get(i));
      resources.add(customized(i, Resource.made(maker, i, tree, context.namespace())));
    }
    return resources;
  }

  private Resource customized(int index, Resource made) {
    if (rule.changes.isEmpty()) {
      return made;
    }
    GenericKubernetesResourceBuilder builder =
        new GenericKubernetesResourceBuilder(made.as(GenericKubernetesResource.class));
    rule.changes.forEach(change -> change.accept(builder));
    return Resource.made(rule.toString(), index, builder.build(), made.namespace());
  }

  private Mapping tree(String name, String host) {
    Mapping metadata =
        Mapping.builder()
            .put("name", name)
            .put("namespace", context.namespace())
            .putUnlessEmpty("labels", texts(rule.labels()))
            .putUnlessEmpty("annotations", texts(rule.annotations()))
            .build();
    Mapping spec =
        version.hasStrategies()
            ? new StrategySpelling(rule, version, cluster, this::unsupported).spec(host)
            : access(host);
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", version.apiVersion())
            .put("kind", "APIRule")
            .put("metadata", metadata)
            .put("spec", spec)
            .build();
    refuseUnknown(tree);
    return tree;
  }

  /** A release may lack a field of the version, or take less of it than today's. */
  private void refuseUnknown(Mapping tree) {
    Optional<Definition> definition = Definition.at(cluster.version(), version.toString());
    Admission admission = definition.orElseThrow().admit(tree);
    if (!admission.unknown().isEmpty()) {
      throw unsupported(
          Paths.dotted(admission.unknown().get(0)),
          "Kyma's API gateway %s has no such field in %s".formatted(cluster.version(), version),
          "leave it out");
    }
    if (!admission.violations().isEmpty()) {
      throw unsupported(
          admission.violations().get(0).path(),
          "Kyma's API gateway %s refuses it: %s"
              .formatted(cluster.version(), admission.violations().get(0).message()),
          "write what that release accepts");
    }
  }

  /** The shape of v2 and v2alpha1. */
  private Mapping access(String host) {
    Mapping.Builder spec = Mapping.builder();
    if (rule.externalGateway().isPresent()) {
      spec.put("externalGateway", rule.externalGateway().get());
    } else {
      spec.put("gateway", rule.gateway().orElse(cluster.gateway()));
    }
    spec.put("hosts", Sequence.ofTexts(List.of(host)))
        .put("service", service(rule.target(), rule.external, false));
    rule.timeout.ifPresent(seconds -> spec.put("timeout", seconds));
    rule.cors().ifPresent(cors -> spec.put("corsPolicy", cors.tree()));
    Sequence.Builder routes = Sequence.builder();
    rule.routes.forEach(route -> routes.add(route(route)));
    return spec.put("rules", routes.build()).build();
  }

  private Mapping route(ApiRuleRoute route) {
    if (route.isOld()) {
      throw unsupported(
          "rules.accessStrategies",
          "%s has neither strategies nor mutators".formatted(version),
          "use jwt(), extAuth() or requestHeader(), or pin version(V1BETA1) on an older platform");
    }
    Mapping.Builder tree =
        Mapping.builder()
            .put("path", route.path())
            .put("methods", Sequence.ofTexts(route.methods()));
    route.service().ifPresent(own -> tree.put("service", ownService(own, route)));
    route.timeout().ifPresent(seconds -> tree.put("timeout", seconds));
    if (!route.authorizers().isEmpty()) {
      Mapping.Builder external = Mapping.builder().put("authorizers", route.authorizers());
      route.jwt().ifPresent(jwt -> external.put("restrictions", jwt.spelled()));
      tree.put("extAuth", external.build());
    } else if (route.jwt().isPresent()) {
      tree.put("jwt", route.jwt().get().spelled());
    } else {
      tree.put("noAuth", true);
    }
    Mapping request =
        Mapping.builder()
            .putUnlessEmpty("headers", route.requestHeaders())
            .putUnlessEmpty("cookies", route.requestCookies())
            .build();
    return tree.putUnlessEmpty("request", request).build();
  }

  /** A rule's own Service inherits the general one's namespace unless it has one. */
  private Mapping ownService(ServiceTarget own, ApiRuleRoute route) {
    return service(own, route.external(), rule.target().serviceNamespace().isPresent());
  }

  private Mapping service(ServiceTarget target, boolean external, boolean named) {
    Mapping.Builder service = Mapping.builder().put("name", target.serviceName());
    Optional<String> own = target.serviceNamespace();
    if (own.isPresent() || named) {
      service.put("namespace", own.orElse(context.namespace()));
    }
    service.put("port", target.servicePort());
    return external ? service.put("external", true).build() : service.build();
  }

  private UnsupportedOnPlatformException unsupported(String field, String problem, String nearest) {
    return new UnsupportedOnPlatformException("APIRule/" + rule.name(), field, problem, nearest);
  }

  private static Mapping texts(Map<String, String> texts) {
    Mapping.Builder mapping = Mapping.builder();
    texts.forEach(mapping::put);
    return mapping.build();
  }
}
