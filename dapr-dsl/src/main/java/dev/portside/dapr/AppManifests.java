package dev.portside.dapr;

import dev.portside.manifest.Template;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The manifests of an app: its workload, and the Service in front of it. */
final class AppManifests {

  private final DaprApp app;
  private final String namespace;

  AppManifests(DaprApp app, String namespace) {
    this.app = app;
    this.namespace = namespace;
  }

  private Mapping metadata() {
    return Mapping.builder()
        .put("name", app.appId())
        .put("namespace", namespace)
        .put("labels", texts(app.labels()))
        .build();
  }

  Mapping service(int port) {
    Mapping servicePort =
        Mapping.builder()
            .put("protocol", "TCP")
            .put("port", port)
            .put("targetPort", app.appPort().orElse(port))
            .build();
    return Mapping.builder()
        .put("apiVersion", "v1")
        .put("kind", "Service")
        .put("metadata", metadata())
        .put(
            "spec",
            Mapping.builder()
                .put("selector", texts(app.labels()))
                .put("ports", Sequence.of(servicePort))
                .build())
        .build();
  }

  /**
   * Returns the workload, or the one that exists as the app changes it.
   *
   * @param spelled Dapr's annotations, by key
   */
  Mapping workload(Map<String, String> spelled) {
    return app.existing
        .map(existing -> existing.with(spelled, app.annotations(), app.podTemplateChanges))
        .orElseGet(() -> made(spelled));
  }

  private Mapping made(Map<String, String> spelled) {
    Map<String, String> annotations = new LinkedHashMap<>(spelled);
    annotations.putAll(app.annotations());
    return Mapping.builder()
        .put("apiVersion", app.kind.apiVersion())
        .put("kind", app.kind.kind())
        .put("metadata", metadata())
        .put("spec", spec(template(annotations)))
        .build();
  }

  private Mapping spec(Mapping template) {
    Mapping.Builder spec = Mapping.builder();
    if (app.kind == AppKind.CRON_JOB) {
      return spec.put("schedule", app.schedule)
          .put("jobTemplate", Mapping.of("spec", Mapping.of("template", template)))
          .build();
    }
    if (app.kind.hasReplicas()) {
      spec.put("replicas", app.replicas());
    }
    if (!app.kind.ends()) {
      spec.put("selector", Mapping.of("matchLabels", texts(app.labels())));
    }
    return spec.put("template", template).build();
  }

  private Mapping template(Map<String, String> annotations) {
    Mapping.Builder spec = Mapping.builder().put("containers", Sequence.of(container()));
    if (app.kind.ends()) {
      spec.put("restartPolicy", "Never");
    }
    Mapping template =
        Mapping.builder()
            .put(
                "metadata",
                Mapping.builder()
                    .put("labels", texts(app.labels()))
                    .put("annotations", texts(annotations))
                    .build())
            .put("spec", spec.build())
            .build();
    for (Consumer<PodTemplateSpecBuilder> change : app.podTemplateChanges) {
      template = Template.changed(template, change);
    }
    return template;
  }

  private Mapping container() {
    Mapping.Builder container =
        Mapping.builder().put("name", app.container()).put("image", app.image());
    app.appPort()
        .ifPresent(
            port ->
                container.put(
                    "ports", Sequence.of(Mapping.builder().put("containerPort", port).build())));
    Sequence.Builder variables = Sequence.builder();
    app.env()
        .forEach(
            (name, value) ->
                variables.add(Mapping.builder().put("name", name).put("value", value).build()));
    container.putUnlessEmpty("env", variables.build());
    app.imagePullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy));
    return container.build();
  }

  static Mapping texts(Map<String, String> texts) {
    Mapping.Builder mapping = Mapping.builder();
    texts.forEach(mapping::put);
    return mapping.build();
  }
}
