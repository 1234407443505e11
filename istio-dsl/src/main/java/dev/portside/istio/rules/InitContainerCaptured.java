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
import dev.portside.platform.Table;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Endpoint;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An init container dials before the proxy runs, and the CNI plugin captures it all the same. */
final class InitContainerCaptured extends Rule {

  private static final String RANGES = "traffic.sidecar.istio.io/includeOutboundIPRanges";
  private static final String PROXY = "1337";
  private static final String TRUE = "true";
  private static final String FALSE = "false";
  private static final List<String> WORDS = List.of("command", "args");
  private static final Pattern LOCAL = Pattern.compile("localhost|127\\..*");
  private static final String HOLD =
      "holdApplicationUntilProxyStarts does not help: it holds the containers, not what runs before"
          + " them";
  private static final List<Table.Row> INJECTED =
      Table.read(InitContainerCaptured.class, "injected-init.txt");

  InitContainerCaptured() {
    super(
        "init-container-captured",
        Severity.ERROR,
        Rank.SETTING,
        "an init container dials before the proxy runs, and is captured all the same");
  }

  @Override
  public void check(Scene scene, Found found) {
    boolean cni = scene.platform().get(IstioMesh.SECTION).cni();
    for (Meshed meshed : Meshed.likely(scene)) {
      Workload workload = meshed.workload();
      boolean carried = meshed.capture().carriesAtInit(workload) != Tri.NO;
      boolean left = "".equals(workload.annotation(RANGES));
      if (carried || left) {
        continue;
      }
      for (Table.Row row : INJECTED) {
        if (isInjected(workload, row)) {
          found.add(injected(meshed, row));
        }
      }
      for (Container container : cni ? Containers.of(workload) : List.<Container>of()) {
        if (container.init() && !isProxys(container, workload)) {
          found.add(finding(scene, meshed, container));
        }
      }
    }
  }

  private static boolean isInjected(Workload workload, Table.Row row) {
    return TRUE.equals(workload.annotation(row.get("annotation")))
        && !TRUE.equals(workload.annotation(row.get("first")))
        && !FALSE.equals(workload.annotation(row.get("never")));
  }

  /** What another webhook adds runs after Istio's own init container, unless it is told to. */
  private Finding.Builder injected(Meshed meshed, Table.Row row) {
    Workload workload = meshed.workload();
    return meshed
        .finding(this, workload.annotationField(row.get("annotation")))
        .severity(Severity.WARNING)
        .message(
            "%s adds the init container %s, which dials %s before the proxy runs"
                .formatted(row.get("annotation"), row.get("container"), row.get("dials")))
        .why(
            "it starts after Istio captures the pod's connections, and nothing listens where they"
                + " are sent: they are refused, and the pod stays in Init. "
                + HOLD)
        .help("set %s: \"true\", or use a native sidecar".formatted(row.get("first")))
        .cause(row.get("annotation"));
  }

  /** The usual way round: what runs as the proxy is left alone. */
  private static boolean isProxys(Container container, Workload workload) {
    return PROXY.equals(container.security(workload, "runAsUser"))
        || PROXY.equals(container.security(workload, "runAsGroup"));
  }

  private Finding.Builder finding(Scene scene, Meshed meshed, Container container) {
    Optional<Endpoint> dialled = dialled(meshed, container);
    boolean talks = isClaimed(scene, meshed.workload(), container) || says(container);
    Severity severity =
        dialled.isPresent() ? Severity.ERROR : talks ? Severity.WARNING : Severity.INFO;
    return meshed
        .finding(this, container.field())
        .severity(severity)
        .message(
            "init container %s runs before the proxy, and Istio's CNI plugin already captures what"
                    .formatted(container.name())
                + " it dials"
                + dialled.map(one -> ": %s, as it is told".formatted(words(one))).orElse(""))
        .why("nothing listens where its connections are sent: they are refused. " + HOLD)
        .help(
            "use a native sidecar, run the container as user %s, or exclude what it"
                    .formatted(PROXY)
                + " dials")
        .cause(container.field().toString())
        .addAllAssumed(
            severity == Severity.INFO
                ? List.of("it is not known whether it dials anything outside its pod")
                : List.of());
  }

  private static String words(Endpoint endpoint) {
    return endpoint.port() == 0 ? endpoint.host() : endpoint.host() + ":" + endpoint.port();
  }

  /** Whom the container is told to dial, by a URL or a host, on a port that is not excluded. */
  private static Optional<Endpoint> dialled(Meshed meshed, Container container) {
    List<Integer> excluded =
        meshed.capture().exemptions(meshed.workload()).stream()
            .filter(exemption -> exemption.direction() == Direction.OUTBOUND)
            .map(Exemption::port)
            .toList();
    return told(container).stream()
        .filter(endpoint -> !excluded.contains(endpoint.port()))
        .filter(endpoint -> !LOCAL.matcher(endpoint.host()).matches())
        .findFirst();
  }

  private static List<Endpoint> told(Container container) {
    List<Endpoint> told = new ArrayList<>();
    Sequence variables = container.tree().sequence("env");
    for (int i = 0; i < variables.size(); i++) {
      told.addAll(Endpoint.in(variables.mapping(i).findText("value").orElse("")));
    }
    for (String key : WORDS) {
      container.tree().sequence(key).texts().forEach(text -> told.addAll(Endpoint.in(text)));
    }
    return told;
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
    for (String key : WORDS) {
      Sequence words = container.tree().sequence(key);
      texts.addAll(words.texts());
    }
    return texts.stream().anyMatch(NetworkPrograms::isNamedIn);
  }
}
