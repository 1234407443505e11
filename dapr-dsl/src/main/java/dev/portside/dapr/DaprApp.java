package dev.portside.dapr;

import dev.portside.manifest.Context;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import dev.portside.manifest.Template;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.immutables.value.Value;

/**
 * An application with a Dapr sidecar: a Deployment, and a Service in front of it when it asks for
 * one.
 *
 * <pre>{@code
 * DaprApp.named("nodeapp").image("registry/nodeapp:1.0").appPort(3000).service(3000).build();
 * }</pre>
 *
 * <p>Annotations are spelled as the platform's Dapr reads them. What the builder does not cover is
 * reached by {@link Builder#podTemplate}, {@link Builder#annotation} and {@link Builder#resource}.
 * Source of names, defaults and ranges: dapr/dapr v1.18.3, pkg/injector/annotations/annotations.go
 * and pkg/validation.
 */
@Value.Immutable
public abstract class DaprApp implements Part, ServiceTarget {

  /** So that the sidecars' Service {@code <app-id>-dapr} has at most 63 characters. */
  private static final int ID_LENGTH = 58;

  DaprApp() {}

  /**
   * Returns a builder of the application of that app id, which also names its resources.
   *
   * @throws IllegalArgumentException if it is no app id: 1 to 58 lower-case letters, digits and -
   */
  public static Builder named(String appId) {
    return new Builder(appId);
  }

  static String checkedId(String appId) {
    if (appId.length() > ID_LENGTH || !Names.isLabel(appId)) {
      throw new IllegalArgumentException(
          "app id \"%s\": must be 1 to 58 lower-case letters, digits and -, first and last no -"
              .formatted(appId));
    }
    return appId;
  }

  /** Returns the app id. */
  public abstract String appId();

  /** Returns the image of the app's container. */
  public abstract String image();

  /** Returns the name of the app's container; the app id by default. */
  public abstract String container();

  /** Returns the container's pull policy, where the builder sets one. */
  public abstract Optional<String> imagePullPolicy();

  /** Returns the number of replicas; 1 by default. */
  public abstract int replicas();

  /** Returns the port that the app listens on, where it does. */
  public abstract OptionalInt appPort();

  /** Returns the port of the app's Service, where it has one. */
  public abstract OptionalInt service();

  /** Returns the labels of the resources and pods, which also select them. */
  public abstract Map<String, String> labels();

  /** Returns what Dapr is told, by concept, in the order of the builder's calls. */
  abstract Map<String, String> settings();

  /** Returns further annotations of the pods. */
  public abstract Map<String, String> annotations();

  /** Returns the environment of the app's container. */
  public abstract Map<String, String> env();

  /** Returns the components whose scopes the app joins, by name. */
  public abstract List<String> uses();

  /** Returns further resources that go with the app. */
  abstract List<HasMetadata> extras();

  /** Returns the changes to the pod template, in order. */
  abstract List<Consumer<PodTemplateSpecBuilder>> podTemplateChanges();

  @Override
  public final String serviceName() {
    return appId();
  }

  @Override
  public final Optional<String> serviceNamespace() {
    return Optional.empty();
  }

  @Override
  public final int servicePort() {
    return service()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "DaprApp %s has no Service; call service(port)".formatted(appId())));
  }

  @Override
  public final List<Resource> resources(Context context) {
    String maker = "DaprApp " + appId();
    List<Resource> resources = new ArrayList<>(2);
    if (service().isPresent()) {
      resources.add(Resource.made(maker, 0, serviceTree(context), context.namespace()));
    }
    resources.add(Resource.made(maker, 1, deployment(context), context.namespace()));
    for (HasMetadata extra : extras()) {
      resources.add(Resource.made(maker, resources.size() + 1, extra, context.namespace()));
    }
    return resources;
  }

  @Override
  public final List<Edit> edits(Context context, Manifests neighbours) {
    List<Edit> edits = new ArrayList<>();
    for (String name : uses()) {
      for (Resource resource :
          neighbours.named("dapr.io", "Component", context.namespace(), name)) {
        edits.add(
            new Edit.AddToList(
                resource.target(),
                Pointer.of("scopes"),
                Edit.ListForm.SEQUENCE,
                List.of(appId()),
                true));
      }
    }
    return edits;
  }

  private Mapping metadata(Context context) {
    return Mapping.builder()
        .put("name", appId())
        .put("namespace", context.namespace())
        .put("labels", texts(labels()))
        .build();
  }

  private Mapping serviceTree(Context context) {
    int port = servicePort();
    Mapping servicePort =
        Mapping.builder()
            .put("protocol", "TCP")
            .put("port", port)
            .put("targetPort", appPort().orElse(port))
            .build();
    return Mapping.builder()
        .put("apiVersion", "v1")
        .put("kind", "Service")
        .put("metadata", metadata(context))
        .put(
            "spec",
            Mapping.builder()
                .put("selector", texts(labels()))
                .put("ports", Sequence.of(servicePort))
                .build())
        .build();
  }

  private Mapping deployment(Context context) {
    Mapping template =
        Mapping.builder()
            .put(
                "metadata",
                Mapping.builder()
                    .put("labels", texts(labels()))
                    .put("annotations", podAnnotations(context))
                    .build())
            .put("spec", Mapping.of("containers", Sequence.of(containerTree())))
            .build();
    for (Consumer<PodTemplateSpecBuilder> change : podTemplateChanges()) {
      template = Template.changed(template, change);
    }
    return Mapping.builder()
        .put("apiVersion", "apps/v1")
        .put("kind", "Deployment")
        .put("metadata", metadata(context))
        .put(
            "spec",
            Mapping.builder()
                .put("replicas", replicas())
                .put("selector", Mapping.of("matchLabels", texts(labels())))
                .put("template", template)
                .build())
        .build();
  }

  private Mapping containerTree() {
    Mapping.Builder container = Mapping.builder().put("name", container()).put("image", image());
    appPort()
        .ifPresent(
            port ->
                container.put(
                    "ports", Sequence.of(Mapping.builder().put("containerPort", port).build())));
    Sequence.Builder variables = Sequence.builder();
    env()
        .forEach(
            (name, value) ->
                variables.add(Mapping.builder().put("name", name).put("value", value).build()));
    container.putUnlessEmpty("env", variables.build());
    imagePullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy));
    return container.build();
  }

  private Mapping podAnnotations(Context context) {
    Version version = context.platform().get(DaprRuntime.SECTION).version();
    DaprAnnotations known = DaprAnnotations.at(version);
    Mapping.Builder annotations = Mapping.builder();
    settings().forEach((concept, value) -> annotations.put(key(known, version, concept), value));
    annotations().forEach(annotations::put);
    return annotations.build();
  }

  private String key(DaprAnnotations known, Version version, String concept) {
    return known
        .key(concept)
        .orElseThrow(
            () ->
                new UnsupportedOnPlatformException(
                    "Deployment/" + appId(),
                    "dapr.io/" + concept,
                    "Dapr %s does not know it".formatted(version),
                    "leave it out, which keeps Dapr's default, or use Dapr %s or later"
                        .formatted(DaprAnnotations.since(concept))));
  }

  private static Mapping texts(Map<String, String> texts) {
    Mapping.Builder mapping = Mapping.builder();
    texts.forEach(mapping::put);
    return mapping.build();
  }

  @Override
  public final String toString() {
    return "DaprApp " + appId();
  }

  /** Collects an application. A wrong value fails at its call. */
  public static final class Builder {

    private final ImmutableDaprApp.Builder values = ImmutableDaprApp.builder();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Map<String, String> env = new LinkedHashMap<>();
    private final String appId;
    private String container;
    private int replicas = 1;
    private boolean imageSet;

    private Builder(String appId) {
      this.appId = checkedId(appId);
      this.container = appId;
      values.appId(appId);
      settings.put("enabled", "true");
      settings.put("app-id", appId);
    }

    /** Sets the image of the app's container, as Kubernetes takes it. Mandatory. */
    public Builder image(String image) {
      values.image(Names.text("image", image));
      imageSet = true;
      return this;
    }

    /** Sets the name of the app's container; the app id by default. */
    public Builder container(String name) {
      container = Names.label("container name", name);
      return this;
    }

    /** Sets the container's pull policy: {@code Always}, {@code IfNotPresent} or {@code Never}. */
    public Builder imagePullPolicy(String policy) {
      if (!List.of("Always", "IfNotPresent", "Never").contains(policy)) {
        throw new IllegalArgumentException(
            "image pull policy \"%s\": must be Always, IfNotPresent or Never".formatted(policy));
      }
      values.imagePullPolicy(policy);
      return this;
    }

    /** Sets the number of replicas, 0 or more; 1 by default. */
    public Builder replicas(int replicas) {
      if (replicas < 0) {
        throw new IllegalArgumentException("replicas %d: must be 0 or more".formatted(replicas));
      }
      this.replicas = replicas;
      return this;
    }

    /**
     * Sets the port that the app listens on and its sidecar calls ({@code dapr.io/app-port}), 1 to
     * 65535; without it the app is never called by Dapr.
     */
    public Builder appPort(int port) {
      values.appPort(Names.port("port", port));
      return set("app-port", port);
    }

    /** Puts a Service of that port, 1 to 65535, in front of the app port, or of the same port. */
    public Builder service(int port) {
      values.service(Names.port("service port", port));
      return this;
    }

    /**
     * Sets the port for calls among sidecars ({@code dapr.io/internal-grpc-port}, since Dapr 1.15),
     * 1 to 65535; 50002 by default. Callers dial their own number, so all apps need the same.
     */
    public Builder internalGrpcPort(int port) {
      return set("internal-grpc-port", Names.port("internal gRPC port", port));
    }

    /**
     * Sets the port of the gRPC API ({@code dapr.io/grpc-port}, since Dapr 1.15); 50001 by default.
     */
    public Builder grpcPort(int port) {
      return set("grpc-port", Names.port("gRPC port", port));
    }

    /** Sets the port of the sidecar's metrics ({@code dapr.io/metrics-port}); 9090 by default. */
    public Builder metricsPort(int port) {
      return set("metrics-port", Names.port("metrics port", port));
    }

    /**
     * Names the Configuration of the app's namespace that its sidecar uses ({@code
     * dapr.io/config}).
     */
    public Builder config(String name) {
      settings.put("config", Names.text("configuration", name));
      return this;
    }

    private Builder set(String concept, int port) {
      settings.put(concept, Integer.toString(port));
      return this;
    }

    /** Adds the app to the scopes of a component, so that only apps which say so see it. */
    public Builder uses(DaprComponent component) {
      values.addUses(component.name());
      return this;
    }

    /** Sets a label of the resources and pods; {@code app: <app-id>} when none is set. */
    public Builder label(String key, String value) {
      labels.put(Names.text("label", key), value);
      return this;
    }

    /** Sets an annotation of the pods as it is; checks look at it like at any other. */
    public Builder annotation(String key, String value) {
      annotations.put(Names.text("annotation", key), value);
      return this;
    }

    /** Sets an environment variable of the app's container. */
    public Builder env(String name, String value) {
      env.put(Names.text("environment variable", name), value);
      return this;
    }

    /** Changes the pod template by fabric8's builder, after everything else is in it. */
    public Builder podTemplate(Consumer<PodTemplateSpecBuilder> change) {
      values.addPodTemplateChanges(change);
      return this;
    }

    /** Adds a resource that goes with the app, after its own. */
    public Builder resource(HasMetadata resource) {
      values.addExtras(resource);
      return this;
    }

    /**
     * Returns the application.
     *
     * @throws IllegalStateException if the image is not set
     */
    public DaprApp build() {
      if (!imageSet) {
        throw new IllegalStateException(
            "DaprApp %s: no image; call image(\"registry/name:tag\")".formatted(appId));
      }
      if (labels.isEmpty()) {
        labels.put("app", appId);
      }
      return values
          .container(container)
          .replicas(replicas)
          .labels(labels)
          .settings(settings)
          .annotations(annotations)
          .env(env)
          .build();
    }
  }
}
