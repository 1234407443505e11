package dev.portside.benchmarks;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;

/** The resources of the recipe as one writes them with fabric8 alone, exclusions by hand. */
final class Fabric8Recipe {

  private static final String NAMESPACE = "dapr-demo";

  private Fabric8Recipe() {}

  static List<HasMetadata> resources() {
    return List.of(
        namespace(),
        service(),
        nodeapp(),
        pythonapp(),
        apiRule(),
        component("statestore", "state.redis"),
        component("messagebus", "pubsub.redis"));
  }

  private static Namespace namespace() {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(NAMESPACE)
        .addToLabels("name", NAMESPACE)
        .addToLabels("istio-injection", "enabled")
        .endMetadata()
        .build();
  }

  private static Service service() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("nodeapp")
        .withNamespace(NAMESPACE)
        .addToLabels("app", "node")
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", "node")
        .addNewPort()
        .withProtocol("TCP")
        .withPort(3000)
        .withNewTargetPort(3000)
        .endPort()
        .endSpec()
        .build();
  }

  private static Deployment nodeapp() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("nodeapp")
        .withNamespace(NAMESPACE)
        .addToLabels("app", "node")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "node")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "node")
        .addToAnnotations("dapr.io/enabled", "true")
        .addToAnnotations("dapr.io/app-id", "nodeapp")
        .addToAnnotations("dapr.io/app-port", "3000")
        .addToAnnotations(
            "traffic.sidecar.istio.io/excludeOutboundPorts", "443,50002,50005,50006,6379")
        .addToAnnotations("traffic.sidecar.istio.io/excludeInboundPorts", "50002")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("node")
        .withImage("dapriosamples/hello-k8s-node:0.8.0")
        .addNewPort()
        .withContainerPort(3000)
        .endPort()
        .withImagePullPolicy("Always")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment pythonapp() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("pythonapp")
        .withNamespace(NAMESPACE)
        .addToLabels("app", "python")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "python")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "python")
        .addToAnnotations("dapr.io/enabled", "true")
        .addToAnnotations("dapr.io/app-id", "pythonapp")
        .addToAnnotations(
            "traffic.sidecar.istio.io/excludeOutboundPorts", "443,50002,50005,50006,6379")
        .addToAnnotations("traffic.sidecar.istio.io/excludeInboundPorts", "50002")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("python")
        .withImage("dapriosamples/hello-k8s-python:0.8.0")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static GenericKubernetesResource apiRule() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("gateway.kyma-project.io/v2")
        .withKind("APIRule")
        .withNewMetadata()
        .withName("nodeapp")
        .withNamespace(NAMESPACE)
        .addToLabels("app", "node")
        .endMetadata()
        .addToAdditionalProperties(
            "spec",
            Map.of(
                "gateway",
                "kyma-system/kyma-gateway",
                "hosts",
                List.of("nodeapp"),
                "service",
                Map.of("name", "nodeapp", "port", 3000),
                "rules",
                List.of(Map.of("path", "/*", "methods", List.of("GET"), "noAuth", true))))
        .build();
  }

  private static GenericKubernetesResource component(String name, String type) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("dapr.io/v1alpha1")
        .withKind("Component")
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .addToAnnotations("portside.dev/secret-from", "dapr-redis/redis")
        .endMetadata()
        .addToAdditionalProperties(
            "spec",
            Map.of(
                "type",
                type,
                "version",
                "v1",
                "metadata",
                List.of(
                    Map.of("name", "redisHost", "value", "redis-master.dapr-redis:6379"),
                    Map.of(
                        "name",
                        "redisPassword",
                        "secretKeyRef",
                        Map.of("name", "redis", "key", "redis-password")))))
        .build();
  }
}
