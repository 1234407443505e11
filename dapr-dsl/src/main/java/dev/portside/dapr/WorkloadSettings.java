package dev.portside.dapr;

import dev.portside.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an app is made of beside what Dapr is told.
 *
 * @param <B> the builder itself
 */
abstract class WorkloadSettings<B extends WorkloadSettings<B>> extends SidecarSettings<B> {

  private final ImmutableDaprApp.Builder values = ImmutableDaprApp.builder();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final String appId;
  private final @Nullable ExistingApp existing;
  private AppKind kind = AppKind.DEPLOYMENT;
  private String container;
  private int replicas = 1;
  private String image = "";

  WorkloadSettings(String appId, @Nullable ExistingApp existing) {
    this.appId = appId;
    this.container = appId;
    this.existing = existing;
    if (existing != null) {
      values.existing(existing);
      annotations.putAll(existing.annotations());
      labels.putAll(existing.labels());
    }
  }

  WorkloadSettings(DaprApp app) {
    values.from(app);
    this.appId = app.appId();
    this.existing = app.existing().orElse(null);
    this.container = app.container();
    this.kind = app.kind();
    this.replicas = app.replicas();
    this.image = app.image();
    settings().putAll(app.settings());
    labels.putAll(app.labels());
    annotations.putAll(app.annotations());
    env.putAll(app.env());
  }

  final ImmutableDaprApp.Builder values() {
    return values;
  }

  /** Sets the image of the app's container, as Kubernetes takes it. Mandatory. */
  public B image(String image) {
    refuseIfExisting("image");
    this.image = Names.text("image", image);
    return self();
  }

  /** Sets the name of the app's container; the app id by default. */
  public B container(String name) {
    refuseIfExisting("container");
    container = Names.label("container name", name);
    return self();
  }

  /** Sets the container's pull policy: {@code Always}, {@code IfNotPresent} or {@code Never}. */
  public B imagePullPolicy(String policy) {
    refuseIfExisting("imagePullPolicy");
    if (!List.of("Always", "IfNotPresent", "Never").contains(policy)) {
      throw new IllegalArgumentException(
          "image pull policy \"%s\": must be Always, IfNotPresent or Never".formatted(policy));
    }
    values.imagePullPolicy(policy);
    return self();
  }

  /** Sets the number of replicas, 0 or more; 1 by default. A DaemonSet and a Job have none. */
  public B replicas(int replicas) {
    refuseIfExisting("replicas");
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas %d: must be 0 or more".formatted(replicas));
    }
    this.replicas = replicas;
    return self();
  }

  /** Makes it a StatefulSet. */
  public B statefulSet() {
    return kind(AppKind.STATEFUL_SET);
  }

  /** Makes it a DaemonSet, which no other app can invoke by its id. */
  public B daemonSet() {
    return kind(AppKind.DAEMON_SET);
  }

  /**
   * Makes it a Job, which no other app can invoke by its id, and which needs a native sidecar to
   * end.
   */
  public B job() {
    return kind(AppKind.JOB);
  }

  /** Makes it a CronJob of that schedule, such as {@code 0 3 * * *}; otherwise as {@link #job}. */
  public B cronJob(String schedule) {
    values.schedule(Names.text("schedule", schedule));
    return kind(AppKind.CRON_JOB);
  }

  private B kind(AppKind changed) {
    refuseIfExisting("kind");
    kind = changed;
    return self();
  }

  /** Adds the app to the scopes of a component, so that only apps which say so see it. */
  public B uses(DaprComponent component) {
    values.addUses(component.name());
    return self();
  }

  /** Sets a label of the resources and pods; {@code app: <app-id>} when none is set. */
  public B label(String key, String value) {
    refuseIfExisting("label");
    labels.put(Names.text("label", key), value);
    return self();
  }

  /** Sets an annotation of the pods as it is; checks look at it like at any other. */
  public B annotation(String key, String value) {
    annotations.put(Names.text("annotation", key), value);
    return self();
  }

  /** Sets an environment variable of the app's container. */
  public B env(String name, String value) {
    refuseIfExisting("env");
    env.put(Names.text("environment variable", name), value);
    return self();
  }

  /** Changes the pod template by fabric8's builder, after everything else is in it. */
  public B podTemplate(Consumer<PodTemplateSpecBuilder> change) {
    values.addPodTemplateChanges(change);
    return self();
  }

  /** Adds a resource that goes with the app, after its own. */
  public B resource(HasMetadata resource) {
    values.addExtras(resource);
    return self();
  }

  private void refuseIfExisting(String method) {
    if (existing != null) {
      throw new IllegalStateException(
          "DaprApp %s is a workload that exists: change it with podTemplate(…) instead of %s(…)"
              .formatted(appId, method));
    }
  }

  /**
   * Returns all values, checked against one another.
   *
   * @throws IllegalStateException if the image is not set, or naming all values that clash
   */
  final ImmutableDaprApp.Builder complete() {
    if (existing == null) {
      if (image.isEmpty()) {
        throw new IllegalStateException(
            "DaprApp %s: no image; call image(\"registry/name:tag\")".formatted(appId));
      }
      AppPorts.check(appId, settings());
    }
    return values
        .appId(appId)
        .image(image)
        .container(container)
        .replicas(replicas)
        .kind(kind)
        .labels(labels.isEmpty() ? Map.of("app", appId) : labels)
        .settings(settings())
        .annotations(annotations)
        .env(env);
  }
}
