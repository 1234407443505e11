package dev.portside.dapr;

import dev.portside.dapr.injection.ValueForm;
import dev.portside.manifest.Context;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import dev.portside.yaml.Pointer;
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
 * An application with a Dapr sidecar: a Deployment or another workload, and a Service in front of
 * it when it asks for one.
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

  DaprApp() {}

  /**
   * Returns a builder of the application of that app id, which also names its resources.
   *
   * @throws IllegalArgumentException if it is no app id: 1 to 58 lower-case letters, digits and -
   */
  public static Builder named(String appId) {
    return new Builder(appId);
  }

  /**
   * Returns a workload that exists as an application: its Dapr annotations as settings, under old
   * names too, and all else as it is. One that has none gets its name for an app id.
   *
   * <p>Its resources are the workload again. What Portside does not know is not lost, and nothing
   * but Dapr's annotations changes unless {@link #toBuilder} is asked to.
   *
   * @param workload whatever has a pod template, such as a Deployment
   * @throws IllegalArgumentException if it has none
   */
  public static DaprApp from(HasMetadata workload) {
    ExistingApp existing =
        new ExistingApp(Resource.made("DaprApp.from", 0, workload, Builder.NO_NAMESPACE));
    return new Builder(existing).build();
  }

  static String checkedId(String appId) {
    if (!ValueForm.isAppId(appId)) {
      throw new IllegalArgumentException(
          "app id \"%s\": must be 1 to 58 lower-case letters, digits and -, first and last no -"
              .formatted(appId));
    }
    return appId;
  }

  /** Returns the app id. */
  public abstract String appId();

  /** Returns the image of the app's container; empty for a workload that exists. */
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

  /**
   * Returns what Dapr is told, by the newest name without its prefix, such as {@code app-port}, in
   * the order of the builder's calls.
   */
  public abstract Map<String, String> settings();

  /** Returns further annotations of the pods. */
  public abstract Map<String, String> annotations();

  /** Returns the environment of the app's container. */
  public abstract Map<String, String> env();

  /** Returns the components whose scopes the app joins, by name. */
  public abstract List<String> uses();

  /** Returns what kind of workload it is. */
  abstract AppKind kind();

  /** Returns when a CronJob starts. */
  abstract Optional<String> schedule();

  /** Returns the workload that somebody else wrote, where it is one. */
  abstract Optional<ExistingApp> existing();

  /** Returns further resources that go with the app. */
  abstract List<HasMetadata> extras();

  /** Returns the changes to the pod template, in order. */
  abstract List<Consumer<PodTemplateSpecBuilder>> podTemplateChanges();

  /** Returns a builder that holds all of this. */
  public final Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  public final String serviceName() {
    return appId();
  }

  @Override
  public final Optional<String> serviceNamespace() {
    return existing()
        .map(app -> app.workload().namespace())
        .filter(namespace -> !namespace.equals(Builder.NO_NAMESPACE));
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
    String namespace = serviceNamespace().orElse(context.namespace());
    AppManifests manifests = new AppManifests(this, namespace);
    List<Resource> resources = new ArrayList<>(2);
    if (service().isPresent()) {
      resources.add(Resource.made(maker, 0, manifests.service(servicePort()), namespace));
    }
    Map<String, String> spelled = spelled(context);
    resources.add(
        existing()
            .map(app -> app.with(spelled, annotations(), podTemplateChanges()))
            .map(tree -> Resource.made(maker, 1, tree, namespace))
            .orElseGet(() -> made(maker, manifests, spelled, namespace)));
    for (HasMetadata extra : extras()) {
      resources.add(Resource.made(maker, resources.size() + 1, extra, namespace));
    }
    return resources;
  }

  private Resource made(
      String maker, AppManifests manifests, Map<String, String> spelled, String namespace) {
    Map<String, String> all = new LinkedHashMap<>(spelled);
    all.putAll(annotations());
    return Resource.made(maker, 1, manifests.workload(all), namespace);
  }

  private Map<String, String> spelled(Context context) {
    DaprAnnotations known =
        DaprAnnotations.at(context.platform().get(DaprRuntime.SECTION).version());
    return Spelling.of(kind().kind() + "/" + appId(), settings(), known);
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

  @Override
  public final String toString() {
    return "DaprApp " + appId();
  }

  /**
   * Collects an application. A wrong value fails at its call, values that clash in {@link #build}.
   */
  public static final class Builder extends WorkloadSettings<Builder> {

    /** The namespace of a workload that names none. */
    private static final String NO_NAMESPACE = "";

    private Builder(String appId) {
      super(checkedId(appId), null);
      settings().put("enabled", "true");
      settings().put("app-id", appId);
    }

    private Builder(ExistingApp existing) {
      super(existing.appId(), existing);
      settings().putAll(existing.settings());
      settings().putIfAbsent("enabled", "true");
      settings().putIfAbsent("app-id", existing.appId());
      AppPorts.of(settings()).ifPresent(values()::appPort);
    }

    private Builder(DaprApp app) {
      super(app);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the port that the app listens on and its sidecar calls ({@code dapr.io/app-port}; before
     * Dapr 0.10 {@code dapr.io/port}), 1 to 65535; without it the app is never called by Dapr.
     */
    public Builder appPort(int port) {
      values().appPort(Names.port("port", port));
      return port("app-port", "port", port);
    }

    /** Puts a Service of that port, 1 to 65535, in front of the app port, or of the same port. */
    public Builder service(int port) {
      values().service(Names.port("service port", port));
      return this;
    }

    /**
     * Returns the application.
     *
     * @throws IllegalStateException if the image is not set, or naming all values that clash
     */
    public DaprApp build() {
      return complete().build();
    }
  }
}
