package dev.portside.istio;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A namespace that is in the mesh or kept out of it. It becomes one {@code v1 Namespace}.
 * Immutable.
 *
 * <p>Source of the labels: istio/istio @1.31,
 * manifests/charts/istio-control/istio-discovery/templates/ mutatingwebhook.yaml; istio/api
 * label/labels.yaml.
 */
public final class IstioNamespace implements Part {

  private enum Injection {
    ENABLED,
    DISABLED,
    REVISION,
    AMBIENT
  }

  private final String name;
  private final Injection injection;
  private final String revision;
  private final Map<String, String> labels;
  private final List<Consumer<NamespaceBuilder>> changes;

  private IstioNamespace(String name, Injection injection, String revision) {
    this(Names.label("namespace", name), injection, revision, Map.of(), List.of());
  }

  private IstioNamespace(
      String name,
      Injection injection,
      String revision,
      Map<String, String> labels,
      List<Consumer<NamespaceBuilder>> changes) {
    this.name = name;
    this.injection = injection;
    this.revision = revision;
    this.labels = labels;
    this.changes = changes;
  }

  /**
   * Returns a namespace whose pods get a sidecar: {@code istio-injection: enabled}, and no label
   * where the platform injects by default.
   *
   * @throws IllegalArgumentException if the name is not a DNS label
   */
  public static IstioNamespace injected(String name) {
    return new IstioNamespace(name, Injection.ENABLED, "");
  }

  /** Returns a namespace whose pods get the sidecar of a revision or tag: {@code istio.io/rev}. */
  public static IstioNamespace revision(String name, String revision) {
    return new IstioNamespace(name, Injection.REVISION, Names.text("revision", revision));
  }

  /** Returns a namespace that is kept out of the mesh: {@code istio-injection: disabled}. */
  public static IstioNamespace excluded(String name) {
    return new IstioNamespace(name, Injection.DISABLED, "");
  }

  /**
   * Returns a namespace whose pods are in the mesh without sidecars: {@code
   * istio.io/dataplane-mode: ambient}. Annotations that steer a sidecar's capture mean nothing
   * there. Where the platform injects by default, the label that forbids it is set as well: ambient
   * mode skips a pod with a sidecar.
   */
  public static IstioNamespace ambient(String name) {
    return new IstioNamespace(name, Injection.AMBIENT, "");
  }

  /** Returns this with a further label. */
  public IstioNamespace label(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(Names.text("label", key), Objects.requireNonNull(value));
    return new IstioNamespace(name, injection, revision, more, changes);
  }

  /** Returns this changed with fabric8's builder, after everything else is set. */
  public IstioNamespace customized(Consumer<NamespaceBuilder> change) {
    List<Consumer<NamespaceBuilder>> more = new ArrayList<>(changes);
    more.add(Objects.requireNonNull(change));
    return new IstioNamespace(name, injection, revision, labels, List.copyOf(more));
  }

  @Override
  public List<Resource> resources(Context context) {
    Mapping.Builder all = Mapping.builder();
    labels.forEach(all::put);
    boolean byDefault = context.platform().get(IstioMesh.SECTION).injectsByDefault();
    switch (injection) {
      case ENABLED -> {
        if (!byDefault) {
          all.put(IstioKeys.INJECTION, "enabled");
        }
      }
      case DISABLED -> all.put(IstioKeys.INJECTION, "disabled");
      case REVISION -> all.put(IstioKeys.REVISION, revision);
      case AMBIENT -> {
        all.put(IstioKeys.DATAPLANE_MODE, "ambient");
        if (byDefault) {
          all.put(IstioKeys.INJECTION, "disabled");
        }
      }
    }
    Mapping metadata =
        Mapping.builder().put("name", name).putUnlessEmpty("labels", all.build()).build();
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Namespace")
            .put("metadata", metadata)
            .build();
    Resource made = Resource.made(toString(), 0, tree, context.namespace());
    if (changes.isEmpty()) {
      return List.of(made);
    }
    NamespaceBuilder namespace = new NamespaceBuilder(made.as(Namespace.class));
    changes.forEach(change -> change.accept(namespace));
    return List.of(Resource.made(toString(), 0, namespace.build(), context.namespace()));
  }

  @Override
  public String toString() {
    return "IstioNamespace " + name;
  }
}
