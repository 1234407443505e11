package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.traffic.Phase;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import dev.portside.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to write so that the proxy starts before those who need it, or not at all. Source:
 * istio/istio manifests/charts/istio-control/istio-discovery/files/injection-template.yaml @1.31;
 * holdApplicationUntilProxyStarts came with 1.7, the annotation nativeSidecar with 1.24.
 */
public final class ProxyStart {

  private static final String HOLD = "holdApplicationUntilProxyStarts";
  private static final Version NATIVE_BY_ANNOTATION = Version.of("1.24");
  private static final Version HELD = Version.of("1.7");
  private static final Pointer LABELS = Pointer.of("metadata", "labels");

  private ProxyStart() {}

  /** Returns what makes the proxy carry from a phase on. */
  public static List<Edit> carry(Workload workload, IstioMesh mesh, Phase phase) {
    String key = phase == Phase.INIT ? IstioKeys.NATIVE_SIDECAR : IstioKeys.PROXY_CONFIG;
    String value = phase == Phase.INIT ? nativeSidecar(mesh) : held(workload, mesh);
    return value == null
        ? List.of()
        : List.of(
            new Edit.SetField(
                workload.resource().target(),
                workload.annotationField(key),
                Scalar.of(value),
                true));
  }

  private static @Nullable String nativeSidecar(IstioMesh mesh) {
    return mesh.version().isAtLeast(NATIVE_BY_ANNOTATION) ? "true" : null;
  }

  /** The rest of the pod's configuration stays; null where it cannot be read. */
  private static @Nullable String held(Workload workload, IstioMesh mesh) {
    if (!mesh.version().isAtLeast(HELD)) {
      return null;
    }
    String own = workload.annotation(IstioKeys.PROXY_CONFIG);
    Mapping config = Mapping.empty();
    try {
      List<Document> documents =
          own == null ? List.of() : YamlReader.read(Input.of(IstioKeys.PROXY_CONFIG, own));
      if (!documents.isEmpty() && documents.get(0).root() instanceof Mapping mapping) {
        config = mapping;
      } else if (own != null && !own.isBlank()) {
        return null;
      }
    } catch (YamlException e) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    YamlWriter.write(config.with(Pointer.of(HOLD), Scalar.of(true)), text);
    return text.toString();
  }

  /** Returns what keeps the sidecar from the pods of a namespace or of a workload. */
  public static List<Edit> keepOut(Resource resource) {
    Edit.Target target = resource.target();
    if (resource.is("", "Namespace")) {
      List<Edit> edits = new ArrayList<>();
      if (resource.labels().has(IstioKeys.REVISION)) {
        edits.add(new Edit.RemoveField(target, LABELS.child(IstioKeys.REVISION), true));
      }
      edits.add(
          new Edit.SetField(
              target, LABELS.child(IstioKeys.INJECTION), Scalar.of("disabled"), true));
      return edits;
    }
    return Workload.of(resource)
        .map(
            workload ->
                List.<Edit>of(
                    new Edit.SetField(
                        target, workload.labelField(IstioKeys.INJECT), Scalar.of("false"), true)))
        .orElse(List.of());
  }
}
