package dev.portside.manifest;

import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ordered set of resources, with the platform it is meant for. Immutable.
 *
 * <pre>{@code
 * Manifests.in("shop").add(app).with(IstioPortCapture.excludingDapr()).build().toYaml();
 * }</pre>
 */
public final class Manifests {

  private final String namespace;
  private final Platform platform;
  private final List<Resource> resources;
  private final List<Problem> problems;
  private final List<Workload> workloads;
  private final List<ServiceView> services;
  private volatile @Nullable PodIndex pods;
  private volatile @Nullable ResourceIndex found;

  private Manifests(
      String namespace, Platform platform, List<Resource> resources, List<Problem> problems) {
    this.namespace = namespace;
    this.platform = platform;
    this.resources = List.copyOf(resources);
    this.problems = List.copyOf(problems);
    List<Workload> workloads = new ArrayList<>();
    List<ServiceView> services = new ArrayList<>();
    for (Resource resource : resources) {
      Workload.of(resource).ifPresent(workloads::add);
      ServiceView.of(resource).ifPresent(services::add);
    }
    this.workloads = List.copyOf(workloads);
    this.services = List.copyOf(services);
  }

  /**
   * Returns a builder of a set whose resources live in that namespace unless they say otherwise.
   */
  public static Builder in(String namespace) {
    return new Builder(namespace);
  }

  /** Returns the set of the given resources. */
  public static Manifests of(String namespace, Platform platform, List<Resource> resources) {
    return new Manifests(namespace, platform, resources, List.of());
  }

  static Manifests read(
      String namespace, Platform platform, List<Resource> resources, List<Problem> problems) {
    return new Manifests(namespace, platform, resources, problems);
  }

  /** Returns the set of fabric8 objects; those without a namespace are in {@code default}. */
  public static Manifests of(List<? extends HasMetadata> objects, Platform platform) {
    List<Resource> resources = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      resources.add(Resource.made("list", i, objects.get(i), "default"));
    }
    return new Manifests("default", platform, resources, List.of());
  }

  /** Returns the namespace of resources that name none. */
  public String namespace() {
    return namespace;
  }

  /** Returns what the set is meant for. */
  public Platform platform() {
    return platform;
  }

  /** Returns the resources in order. */
  public List<Resource> resources() {
    return resources;
  }

  /** Returns what could not be read as it stands; none for a set made by code. */
  public List<Problem> problems() {
    return problems;
  }

  /** Returns the resources with a pod template, in order. */
  public List<Workload> workloads() {
    return workloads;
  }

  /** Returns the Services, in order. */
  public List<ServiceView> services() {
    return services;
  }

  /**
   * Returns the resources of that API group, kind, namespace and name, in order; more than one
   * where a resource stands twice.
   */
  public List<Resource> named(String group, String kind, String namespace, String name) {
    return found().named(group, kind, namespace, name);
  }

  /** Returns the resources of that API group and kind, in order. */
  public List<Resource> ofKind(String group, String kind) {
    return found().ofKind(group, kind);
  }

  /** Returns the resources of that API group, kind and namespace, in order. */
  public List<Resource> ofKind(String group, String kind, String namespace) {
    return found().ofKind(group, kind, namespace);
  }

  /** Returns the resources with a pod template of a namespace, in order. */
  public List<Workload> workloads(String namespace) {
    return pods().workloads(namespace);
  }

  private ResourceIndex found() {
    ResourceIndex index = found;
    if (index == null) {
      synchronized (this) {
        index = found == null ? new ResourceIndex(resources) : found;
        found = index;
      }
    }
    return index;
  }

  /** Returns the Service of that name. */
  public Optional<ServiceView> service(String namespace, String name) {
    return Optional.ofNullable(pods().service(namespace, name));
  }

  /** Returns the workloads whose pods a Service selects, in order. */
  public List<Workload> selectedBy(ServiceView service) {
    return pods().selected(service.resource().namespace(), service.selector());
  }

  /** Returns the workloads of a namespace whose pods carry labels, at least one, in order. */
  public List<Workload> labelled(String namespace, Mapping labels) {
    return pods().selected(namespace, labels);
  }

  /** Returns the Services that select a workload's pods, in order. */
  public List<ServiceView> servicesOf(Workload workload) {
    return pods().servicesOf(workload);
  }

  /**
   * Returns the labels of a namespace: those of its manifest, else those the platform knows, else
   * nothing, and then the namespace may be anything.
   */
  public Optional<Mapping> namespaceLabels(String name) {
    return pods().namespace(name).map(Resource::labels).or(() -> knownLabels(name));
  }

  private Optional<Mapping> knownLabels(String name) {
    return platform
        .namespaceLabels(name)
        .map(
            labels -> {
              Mapping.Builder mapping = Mapping.builder();
              labels.forEach(mapping::put);
              return mapping.build();
            });
  }

  private PodIndex pods() {
    PodIndex index = pods;
    if (index == null) {
      synchronized (this) {
        index = pods == null ? new PodIndex(this) : pods;
        pods = index;
      }
    }
    return index;
  }

  /** Returns this set for another platform; what the resources say stays. */
  public Manifests on(Platform changed) {
    return new Manifests(namespace, changed, resources, problems);
  }

  /** Returns what a step makes of this set. */
  public Manifests with(Step step) {
    return step.apply(this);
  }

  /** Returns this set with the edits made; those of resources that it does not hold are skipped. */
  public Manifests with(List<? extends Edit> edits) {
    if (edits.isEmpty()) {
      return this;
    }
    Map<Edit.Target, List<Edit>> byTarget = new HashMap<>();
    for (Edit edit : edits) {
      byTarget.computeIfAbsent(edit.target(), t -> new ArrayList<>()).add(edit);
    }
    List<Resource> changed = new ArrayList<>(resources.size());
    for (Resource resource : resources) {
      List<Edit> own = byTarget.get(resource.target());
      changed.add(own == null ? resource : Edit.apply(resource, own));
    }
    return new Manifests(namespace, platform, changed, problems);
  }

  /** Returns the set as YAML: {@code ---} between documents, {@code apiVersion, kind} first. */
  public String toYaml() {
    StringBuilder yaml = new StringBuilder(resources.size() * 512);
    for (Resource resource : resources) {
      if (!yaml.isEmpty()) {
        yaml.append("---\n");
      }
      comment(resource, yaml);
      YamlWriter.write(Resource.ordered(resource.tree()), yaml);
    }
    return yaml.toString();
  }

  /** What kubectl does not do is said where its user sees it. */
  private static void comment(Resource resource, StringBuilder yaml) {
    String asked = resource.annotations().text(SecretCopy.ANNOTATION);
    if (asked != null && asked.indexOf('\n') < 0) {
      yaml.append("# portside apply copies Secret ")
          .append(asked)
          .append(" into this namespace; with kubectl, copy it first.\n");
    }
  }

  /** Returns new fabric8 objects of the resources, in order. */
  public List<HasMetadata> fabric8() {
    return resources.stream().map(Resource::fabric8).toList();
  }

  @Override
  public String toString() {
    return resources.toString();
  }

  /**
   * Composes a set. Parts appear in the order in which they are added; steps run last, in order.
   */
  public static final class Builder {

    private final String namespace;
    private final List<Part> parts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Platform platform = Platform.today();

    private Builder(String namespace) {
      this.namespace = Names.label("namespace", namespace);
    }

    /** Sets what the set is meant for; {@link Platform#today()} by default. */
    public Builder on(Platform platform) {
      this.platform = platform;
      return this;
    }

    /** Adds parts, in order. */
    public Builder add(Part... parts) {
      this.parts.addAll(List.of(parts));
      return this;
    }

    /** Adds fabric8 objects as they are, in order. */
    public Builder add(HasMetadata... objects) {
      for (HasMetadata object : objects) {
        Mapping tree = Fabric8.tree(object);
        int index = parts.size();
        parts.add(context -> List.of(Resource.made("fabric8", index, tree, context.namespace())));
      }
      return this;
    }

    /** Adds a step over the whole set. */
    public Builder with(Step step) {
      steps.add(step);
      return this;
    }

    /**
     * Returns the set.
     *
     * @throws UnsupportedOnPlatformException if the platform cannot express some of it; the message
     *     names all of it at once
     */
    public Manifests build() {
      Context context = new Context(platform, namespace);
      Manifests manifests = new Manifests(namespace, platform, resources(context), List.of());
      List<Edit> edits = new ArrayList<>();
      for (Part part : parts) {
        edits.addAll(part.edits(context, manifests));
      }
      manifests = manifests.with(edits);
      for (Step step : steps) {
        manifests = step.apply(manifests);
      }
      return manifests;
    }

    private List<Resource> resources(Context context) {
      Map<String, Boolean> problems = new LinkedHashMap<>();
      List<Resource> resources = new ArrayList<>();
      for (Part part : parts) {
        try {
          resources.addAll(part.resources(context));
        } catch (UnsupportedOnPlatformException e) {
          problems.put(String.valueOf(e.getMessage()), true);
        }
      }
      if (!problems.isEmpty()) {
        throw new UnsupportedOnPlatformException(String.join("\n", problems.keySet()));
      }
      return resources;
    }
  }
}
