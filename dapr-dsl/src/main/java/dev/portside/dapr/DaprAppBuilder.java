package dev.portside.dapr;

import dev.portside.manifest.Names;
import io.fabric8.kubernetes.api.builder.Builder;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects an application. A wrong value fails at its call, values that clash in {@link #build}.
 *
 * <p>What is not set keeps the default of Kubernetes or of Dapr.
 */
public final class DaprAppBuilder {

  final String appId;
  final @Nullable ExistingApp existing;
  final Map<String, String> labels = new LinkedHashMap<>();
  final Map<String, String> annotations = new LinkedHashMap<>();
  final Map<String, String> env = new LinkedHashMap<>();
  final List<String> uses = new ArrayList<>();
  final List<HasMetadata> extras = new ArrayList<>();
  final List<Consumer<PodTemplateSpecBuilder>> podTemplateChanges = new ArrayList<>();
  final List<Customization> changes = new ArrayList<>();
  ConceptSettings settings;
  AppKind kind = AppKind.DEPLOYMENT;
  String schedule = "";
  String container;
  String image = "";
  String imagePullPolicy = "";
  int replicas = 1;
  OptionalInt service = OptionalInt.empty();
  private final Set<String> refused = new LinkedHashSet<>();

  DaprAppBuilder(String appId) {
    this(appId, null, ConceptSettings.of(Map.of()).put("enabled", "true").put("app-id", appId));
  }

  DaprAppBuilder(ExistingApp existing) {
    this(existing.appId(), existing, existing.settings());
    annotations.putAll(existing.annotations());
    labels.putAll(existing.labels());
  }

  private DaprAppBuilder(String appId, @Nullable ExistingApp existing, ConceptSettings settings) {
    this.appId = appId;
    this.existing = existing;
    this.settings = settings;
    this.container = appId;
  }

  DaprAppBuilder(DaprApp app) {
    this(app.appId(), app.existing.orElse(null), ConceptSettings.of(app.settings()));
    labels.putAll(app.labels());
    annotations.putAll(app.annotations());
    env.putAll(app.env());
    uses.addAll(app.uses());
    extras.addAll(app.extras);
    podTemplateChanges.addAll(app.podTemplateChanges);
    changes.addAll(app.changes);
    kind = app.kind;
    schedule = app.schedule;
    container = app.container();
    image = app.image();
    imagePullPolicy = app.imagePullPolicy().orElse("");
    replicas = app.replicas();
    service = app.service();
  }

  /** Notes what cannot be set of a workload that exists; told in {@link #build}. */
  private DaprAppBuilder own(String method) {
    if (existing != null) {
      refused.add(method + "(…)");
    }
    return this;
  }

  /** Sets the image of the app's container, as Kubernetes takes it. Mandatory. */
  public DaprAppBuilder image(String image) {
    this.image = Names.text("image", image);
    return own("image");
  }

  /** Sets the name of the app's container; the app id by default. */
  public DaprAppBuilder container(String name) {
    container = Names.label("container name", name);
    return own("container");
  }

  /** Sets the container's pull policy: {@code Always}, {@code IfNotPresent} or {@code Never}. */
  public DaprAppBuilder imagePullPolicy(String policy) {
    if (!List.of("Always", "IfNotPresent", "Never").contains(policy)) {
      throw new IllegalArgumentException(
          "image pull policy \"%s\": must be Always, IfNotPresent or Never".formatted(policy));
    }
    imagePullPolicy = policy;
    return own("imagePullPolicy");
  }

  /** Sets the number of replicas, 0 or more; 1 by default. A DaemonSet and a Job have none. */
  public DaprAppBuilder replicas(int replicas) {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas %d: must be 0 or more".formatted(replicas));
    }
    this.replicas = replicas;
    return own("replicas");
  }

  /** Makes it a StatefulSet. */
  public DaprAppBuilder statefulSet() {
    kind = AppKind.STATEFUL_SET;
    return own("statefulSet");
  }

  /** Makes it a DaemonSet, which no other app can invoke by its id. */
  public DaprAppBuilder daemonSet() {
    kind = AppKind.DAEMON_SET;
    return own("daemonSet");
  }

  /**
   * Makes it a Job, which no other app can invoke by its id, and which needs a native sidecar to
   * end.
   */
  public DaprAppBuilder job() {
    kind = AppKind.JOB;
    return own("job");
  }

  /** Makes it a CronJob of that schedule, such as {@code 0 3 * * *}; otherwise as {@link #job}. */
  public DaprAppBuilder cronJob(String schedule) {
    this.schedule = Names.text("schedule", schedule);
    kind = AppKind.CRON_JOB;
    return own("cronJob");
  }

  /** Sets a label of the resources and pods; {@code app: <app-id>} when none is set. */
  public DaprAppBuilder label(String key, String value) {
    labels.put(Names.text("label", key), Objects.requireNonNull(value));
    return own("label");
  }

  /** Sets an environment variable of the app's container. */
  public DaprAppBuilder env(String name, String value) {
    env.put(Names.text("environment variable", name), Objects.requireNonNull(value));
    return own("env");
  }

  /** Adds the app to the scopes of a component, so that only apps which say so see it. */
  public DaprAppBuilder uses(DaprComponent component) {
    uses.add(component.name());
    return this;
  }

  /** Puts a Service of that port, 1 to 65535, in front of the app port, or of the same port. */
  public DaprAppBuilder service(int port) {
    service = OptionalInt.of(Names.port("service port", port));
    return this;
  }

  /**
   * Sets the port that the app listens on and its sidecar calls ({@code dapr.io/app-port}; before
   * Dapr 0.10 {@code dapr.io/port}), 1 to 65535; without it the app is never called by Dapr.
   */
  public DaprAppBuilder appPort(int port) {
    settings = settings.set("app-port", Names.port("port", port));
    return this;
  }

  /**
   * Sets the protocol that the sidecar speaks with the app ({@code dapr.io/app-protocol}; before
   * Dapr 0.10 {@code dapr.io/protocol}); HTTP by default.
   */
  public DaprAppBuilder appProtocol(AppProtocol protocol) {
    settings = settings.set("app-protocol", protocol.word());
    return this;
  }

  /** Changes how else the sidecar reaches the app, and asks for its health. */
  public DaprAppBuilder appChannel(UnaryOperator<AppChannel> change) {
    settings = change.apply(new AppChannel(settings)).settings;
    return this;
  }

  /**
   * Names the Configuration of the app's namespace that its sidecar uses ({@code dapr.io/config},
   * since Dapr 0.1). Without that object the sidecar exits.
   */
  public DaprAppBuilder configuration(String name) {
    settings = settings.set("config", name);
    return this;
  }

  /** Changes the sidecar: its image, resources, probes, logs, limits and mounts. */
  public DaprAppBuilder sidecar(UnaryOperator<DaprSidecar> change) {
    settings = change.apply(new DaprSidecar(settings)).settings;
    return this;
  }

  /** Changes where the sidecar listens. */
  public DaprAppBuilder sidecarPorts(UnaryOperator<SidecarPorts> change) {
    settings = change.apply(new SidecarPorts(settings)).settings;
    return this;
  }

  /** Changes how the sidecar deals with its control plane. */
  public DaprAppBuilder controlPlane(UnaryOperator<ControlPlane> change) {
    settings = change.apply(new ControlPlane(settings)).settings;
    return this;
  }

  /** Sets an annotation of the pods as it is; checks look at it like at any other. */
  public DaprAppBuilder annotation(String key, String value) {
    annotations.put(Names.text("annotation", key), Objects.requireNonNull(value));
    return this;
  }

  /** Changes the pod template by fabric8's builder, after everything else is in it. */
  public DaprAppBuilder podTemplate(Consumer<PodTemplateSpecBuilder> change) {
    podTemplateChanges.add(Objects.requireNonNull(change));
    return this;
  }

  /** Adds a resource that goes with the app, after its own. */
  public DaprAppBuilder resource(HasMetadata resource) {
    extras.add(Objects.requireNonNull(resource));
    return this;
  }

  /**
   * Changes a resource of the app by fabric8's builder, after everything else is in it: {@code
   * customized(Deployment.class, d -> d.editSpec().withMinReadySeconds(5).endSpec())}.
   *
   * @param type that of the workload, or Service
   */
  public <T extends HasMetadata & Editable<B>, B extends Builder<T>> DaprAppBuilder customized(
      Class<T> type, Consumer<B> change) {
    changes.add(Customization.of(type, change));
    return this;
  }

  /**
   * Returns the application.
   *
   * @throws IllegalStateException if the image is not set, values clash, or what is set or
   *     customized is not there, naming all that is wrong
   */
  public DaprApp build() {
    List<String> wrong = new ArrayList<>();
    if (existing == null && image.isEmpty()) {
      wrong.add("no image; call image(\"registry/name:tag\")");
    }
    if (existing == null) {
      wrong.addAll(AppPorts.problems(settings));
    }
    if (!refused.isEmpty()) {
      wrong.add(
          "it is an existing workload; change it with podTemplate(…) instead of "
              + String.join(", ", refused));
    }
    for (Customization change : changes) {
      boolean made =
          change.kind().equals("Service") ? service.isPresent() : change.kind().equals(made());
      if (!made) {
        wrong.add("it makes no %s that could be customized".formatted(change.kind()));
      }
    }
    DaprObject.refuse("DaprApp " + appId, wrong);
    return new DaprApp(this);
  }

  private String made() {
    return existing == null ? kind.kind() : existing.workload().kind();
  }
}
