package dev.portside.dapr.extension;

import dev.portside.dapr.DaprRuntime;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a cluster tells about Dapr. Sources: dapr/dapr v1.18.3
 * charts/dapr/charts/dapr_sidecar_injector/templates/dapr_sidecar_injector_webhook_config.yaml,
 * charts/dapr/charts/dapr_operator/templates/dapr_operator_deployment.yaml,
 * charts/dapr/charts/dapr_config/templates/dapr_default_config.yaml; dapr/cli
 * pkg/kubernetes/status.go, which takes the release from the image's tag too.
 */
final class DaprLookUps {

  private DaprLookUps() {}

  /** Where the control plane runs comes first: the other objects are there. */
  static List<LookUp> all() {
    return List.of(
        LookUp.of(
            new ResourceRef(
                "admissionregistration.k8s.io/v1",
                "MutatingWebhookConfiguration",
                "",
                "dapr-sidecar-injector"),
            DaprLookUps::webhook),
        LookUp.of(inControlPlane("apps/v1", "Deployment", "dapr-operator"), DaprLookUps::operator),
        LookUp.of(
            inControlPlane("dapr.io/v1alpha1", "Configuration", "daprsystem"),
            DaprLookUps::configuration));
  }

  private static Function<Platform, ResourceRef> inControlPlane(
      String apiVersion, String kind, String name) {
    return platform ->
        new ResourceRef(apiVersion, kind, platform.get(DaprRuntime.SECTION).namespace(), name);
  }

  private static Platform webhook(Platform platform, Mapping live) {
    DaprRuntime dapr = platform.get(DaprRuntime.SECTION);
    if (live.sequence("webhooks").size() == 0) {
      return platform;
    }
    Optional<String> namespace =
        live.sequence("webhooks")
            .mapping(0)
            .mapping("clientConfig")
            .mapping("service")
            .findText("namespace");
    return namespace
        .map(name -> new DaprRuntime(dapr.version(), name, dapr.mtls()))
        .map(changed -> platform.with(DaprRuntime.SECTION, changed))
        .orElse(platform);
  }

  private static Platform operator(Platform platform, Mapping deployment) {
    DaprRuntime dapr = platform.get(DaprRuntime.SECTION);
    return LookUp.release(deployment, "dapr-operator")
        .map(Version::toString)
        .map(release -> platform.with(DaprRuntime.SECTION, dapr.withVersion(release)))
        .orElse(platform);
  }

  private static Platform configuration(Platform platform, Mapping live) {
    DaprRuntime dapr = platform.get(DaprRuntime.SECTION);
    String enabled = String.valueOf(live.mapping("spec").mapping("mtls").text("enabled"));
    return switch (enabled) {
      case "true", "false" ->
          platform.with(DaprRuntime.SECTION, dapr.withMtls(enabled.equals("true")));
      default -> platform;
    };
  }
}
