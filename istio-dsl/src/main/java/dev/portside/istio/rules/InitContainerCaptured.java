package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.rules.Containers.Container;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;

/** An init container dials before the proxy runs, and the CNI plugin captures it all the same. */
final class InitContainerCaptured extends Rule {

  private static final String RANGES = "traffic.sidecar.istio.io/includeOutboundIPRanges";
  private static final String PROXY = "1337";

  InitContainerCaptured() {
    super(
        "init-container-captured",
        Severity.WARNING,
        Rank.SETTING,
        "an init container dials before the proxy runs, and the CNI plugin captures it");
  }

  @Override
  public void check(Scene scene, Found found) {
    if (scene.platform().get(IstioMesh.SECTION).cni()) {
      for (Meshed meshed : Meshed.likely(scene)) {
        Workload workload = meshed.workload();
        boolean carried = meshed.capture().carriesAtInit(workload) != Tri.NO;
        boolean left = "".equals(workload.annotation(RANGES));
        for (Container container :
            carried || left ? List.<Container>of() : Containers.of(workload)) {
          if (container.init() && !isProxys(container, workload)) {
            found.add(finding(scene, meshed, container));
          }
        }
      }
    }
  }

  /** The usual way round: what runs as the proxy is left alone. */
  private static boolean isProxys(Container container, Workload workload) {
    return PROXY.equals(container.security(workload, "runAsUser"))
        || PROXY.equals(container.security(workload, "runAsGroup"));
  }

  private Finding.Builder finding(Scene scene, Meshed meshed, Container container) {
    boolean talks = isClaimed(scene, meshed.workload(), container) || says(container);
    return meshed
        .finding(this, container.field())
        .severity(talks ? Severity.WARNING : Severity.INFO)
        .message(
            "init container %s runs before the proxy, and Istio's CNI plugin already captures what"
                    .formatted(container.name())
                + " it dials")
        .why("nothing listens where its connections are sent: they are refused")
        .help(
            "use a native sidecar, run the container as user %s, or exclude what it"
                    .formatted(PROXY)
                + " dials")
        .cause(container.field().toString())
        .addAllAssumed(
            talks
                ? List.of()
                : List.of("it is not known whether it dials anything outside its pod"));
  }

  private static boolean isClaimed(Scene scene, Workload workload, Container container) {
    return scene.traffic().ends(workload).stream()
        .anyMatch(
            end ->
                end.use().phase() == Phase.INIT
                    && end.use().direction() == Direction.OUTBOUND
                    && end.use().process().equals(container.name()));
  }

  private static boolean says(Container container) {
    List<String> texts = new ArrayList<>();
    container.tree().findText("image").ifPresent(texts::add);
    for (String key : new String[] {"command", "args"}) {
      Sequence words = container.tree().sequence(key);
      texts.addAll(words.texts());
    }
    return texts.stream().anyMatch(NetworkPrograms::isNamedIn);
  }
}
