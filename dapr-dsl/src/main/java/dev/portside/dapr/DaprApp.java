package dev.portside.dapr;

import dev.portside.dapr.injection.AppId;
import dev.portside.manifest.Context;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An application with a Dapr sidecar: a Deployment or another workload, and a Service in front of
 * it when it asks for one.
 *
 * <pre>{@code
 * DaprApp.named("nodeapp").image("registry/nodeapp:1.0").appPort(3000).service(3000).build();
 * }</pre>
 *
 * <p>Annotations are spelled as the platform's Dapr reads them. What the builder does not cover is
 * reached by {@link DaprAppBuilder#podTemplate}, {@link DaprAppBuilder#annotation}, {@link
 * DaprAppBuilder#customized} and {@link DaprAppBuilder#resource}. Source of names, defaults and
 * ranges: dapr/dapr v1.18.3, pkg/injector/annotations/annotations.go and pkg/validation.
 */
public final class DaprApp implements Part, ServiceTarget {

  /** The namespace of a workload that names none. */
  private static final String NO_NAMESPACE = "";

  private final String appId;
  final Optional<ExistingApp> existing;
  final AppKind kind;
  final String schedule;
  private final String image;
  private final String container;
  private final Optional<String> imagePullPolicy;
  private final int replicas;
  private final OptionalInt service;
  private final Map<String, String> settings;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final Map<String, String> env;
  private final List<String> uses;
  final List<HasMetadata> extras;
  final List<Consumer<PodTemplateSpecBuilder>> podTemplateChanges;
  final List<Customization> changes;

  DaprApp(DaprAppBuilder said) {
    appId = said.appId;
    existing = Optional.ofNullable(said.existing);
    kind = said.kind;
    schedule = said.schedule;
    image = said.image;
    container = said.container;
    imagePullPolicy = Optional.of(said.imagePullPolicy).filter(policy -> !policy.isEmpty());
    replicas = said.replicas;
    service = said.service;
    settings = said.settings.values();
    labels = ordered(said.labels.isEmpty() ? Map.of("app", appId) : said.labels);
    annotations = ordered(said.annotations);
    env = ordered(said.env);
    uses = List.copyOf(said.uses);
    extras = List.copyOf(said.extras);
    podTemplateChanges = List.copyOf(said.podTemplateChanges);
    changes = List.copyOf(said.changes);
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Returns a builder of the application of that app id, which also names its resources.
   *
   * @throws IllegalArgumentException if it is not an app id: 1 to 58 lower-case letters, digits and
   *     -
   */
  public static DaprAppBuilder named(String appId) {
    return new DaprAppBuilder(checkedId(appId));
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
        new ExistingApp(
            Resource.made("DaprApp.from", 0, Objects.requireNonNull(workload), NO_NAMESPACE));
    return new DaprAppBuilder(existing).build();
  }

  static String checkedId(String appId) {
    if (!AppId.isValid(appId)) {
      throw new IllegalArgumentException(
          "app id \"%s\": must be 1 to 58 lower-case letters, digits and -, with no - at the start or end"
              .formatted(appId));
    }
    return appId;
  }

  /** Returns the app id. */
  public String appId() {
    return appId;
  }

  /** Returns the image of the app's container; empty for a workload that exists. */
  public String image() {
    return image;
  }

  /** Returns the name of the app's container; the app id by default. */
  public String container() {
    return container;
  }

  /** Returns the container's pull policy, where the builder sets one. */
  public Optional<String> imagePullPolicy() {
    return imagePullPolicy;
  }

  /** Returns the number of replicas; 1 by default. */
  public int replicas() {
    return replicas;
  }

  /** Returns the port that the app listens on, where it does. */
  public OptionalInt appPort() {
    return AppPorts.of(settings);
  }

  /** Returns the port of the app's Service, where it has one. */
  public OptionalInt service() {
    return service;
  }

  /** Returns the labels of the resources and pods, which also select them. */
  public Map<String, String> labels() {
    return labels;
  }

  /**
   * Returns what Dapr is told, by the newest name without its prefix, such as {@code app-port}, in
   * the order of the builder's calls.
   */
  public Map<String, String> settings() {
    return settings;
  }

  /** Returns further annotations of the pods. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** Returns the environment of the app's container. */
  public Map<String, String> env() {
    return env;
  }

  /** Returns the components whose scopes the app joins, by name. */
  public List<String> uses() {
    return uses;
  }

  /** Returns a builder that holds all of this. */
  public DaprAppBuilder toBuilder() {
    return new DaprAppBuilder(this);
  }

  @Override
  public String serviceName() {
    return appId();
  }

  @Override
  public Optional<String> serviceNamespace() {
    return existing
        .map(app -> app.workload().namespace())
        .filter(namespace -> !namespace.equals(NO_NAMESPACE));
  }

  @Override
  public int servicePort() {
    return service()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "DaprApp %s has no Service; call service(port)".formatted(appId())));
  }

  @Override
  public List<Resource> resources(Context context) {
    String namespace = serviceNamespace().orElse(context.namespace());
    AppManifests manifests = new AppManifests(this, namespace);
    List<Resource> resources = new ArrayList<>(2);
    if (service.isPresent()) {
      resources.add(made(0, manifests.service(servicePort()), namespace));
    }
    resources.add(made(1, manifests.workload(spelled(context)), namespace));
    for (HasMetadata extra : extras) {
      resources.add(Resource.made(toString(), resources.size() + 1, extra, namespace));
    }
    return resources;
  }

  private Resource made(int index, Mapping tree, String namespace) {
    Resource resource = Resource.made(toString(), index, tree, namespace);
    return Customization.all(changes, toString(), index, resource);
  }

  private Map<String, String> spelled(Context context) {
    DaprAnnotations known =
        DaprAnnotations.at(context.platform().get(DaprRuntime.SECTION).version());
    return Spelling.of(kind.kind() + "/" + appId(), settings(), known);
  }

  @Override
  public List<Edit> edits(Context context, Manifests neighbours) {
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
  public String toString() {
    return "DaprApp " + appId();
  }
}
