package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.extension.DaprExtension;
import dev.portside.dapr.injection.DaprdStart;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Dapr 1.18.3 did on the wire in a real set-up, and what Portside claims of the same pods. */
final class ObservedTrafficTest {

  private static final int FLOWS = 77;
  private static final int LISTENERS = 45;

  /** Rows in which the sidecar's own listeners are not all open, and why. */
  private static final Map<String, String> NOT_STEADY =
      Map.of(
          "listen-one-bad", "20 s after the start the APIs still try the address",
          "listen-space", "20 s after the start the APIs still try the address",
          "listen-all-bad", "whether an address is the pod's stands in no manifest",
          "listen-one-bad-long", "whether an address is the pod's stands in no manifest",
          "grpc-port-3500", "two listeners on one port: a finding, dapr-port-conflict",
          "internal-eq-grpc", "two listeners on one port: a finding, dapr-port-conflict");

  /** What the control plane does among itself: no sidecar's claim. */
  private static final Set<String> OWN_AFFAIRS =
      Set.of(
          "placement",
          "scheduler",
          "operator",
          "injector",
          "operator, sentry, scheduler, injector");

  private static Traffic traffic(Mapping annotations, boolean mtls) {
    Platform today = Platform.today();
    Platform platform =
        today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withMtls(mtls));
    Mapping pod =
        Mapping.builder()
            .put("metadata", Mapping.of("annotations", annotations))
            .put("spec", Mapping.empty())
            .build();
    Mapping deployment =
        Mapping.builder()
            .put("apiVersion", "apps/v1")
            .put("kind", "Deployment")
            .put("metadata", Mapping.of("name", "app"))
            .put("spec", Mapping.of("template", pod))
            .build();
    List<Resource> resources =
        List.of(
            Resource.made("recording", 0, deployment, "shop"),
            Resource.made("recording", 1, redis(), "shop"));
    return Traffic.of(Manifests.of("shop", platform, resources), List.of(new DaprExtension()));
  }

  private static Mapping redis() {
    Mapping host = Mapping.builder().put("name", "redisHost").put("value", "redis:6379").build();
    Mapping spec =
        Mapping.builder()
            .put("type", "state.redis")
            .put("version", "v1")
            .put("metadata", Sequence.of(host))
            .build();
    return Mapping.builder()
        .put("apiVersion", "dapr.io/v1alpha1")
        .put("kind", "Component")
        .put("metadata", Mapping.of("name", "redis"))
        .put("spec", spec)
        .build();
  }

  private static List<End> ends(Traffic traffic) {
    Workload workload = traffic.manifests().workloads().get(0);
    return traffic.ends(workload);
  }

  /** The annotations of each scenario; the baseline's apps have the defaults and an app port. */
  private static Map<String, Mapping> scenarios() {
    Map<String, Mapping> scenarios = new HashMap<>();
    for (Mapping line : Recordings.json("dapr-observed-listeners.jsonl")) {
      scenarios.put(line.text("id"), line.mapping("podAnnotations"));
    }
    return scenarios;
  }

  @Test
  void flows_areClaimed() {
    Map<String, Mapping> scenarios = scenarios();
    List<String> differ = new ArrayList<>();
    List<Map<String, String>> rows = Recordings.csv("dapr-observed-flows.csv");
    for (Map<String, String> row : rows) {
      String scenario = row.get("scenario");
      Mapping annotations =
          scenario.startsWith("baseline") || scenario.equals("control plane")
              ? scenarios.get("baseline")
              : scenarios.get(scenario);
      boolean mtls = !scenario.startsWith("mtls-off");
      boolean claimed =
          OWN_AFFAIRS.contains(row.get("dialler"))
              || traffic(annotations, mtls).ends().stream().anyMatch(end -> isIt(row, end));
      if (!claimed) {
        differ.add(row.toString());
      }
    }
    Recordings.tell("observed flows", rows.size(), differ);
    assertWithMessage("not claimed").that(differ).isEmpty();
    if (Recordings.areOwn()) {
      assertThat(rows).hasSize(FLOWS);
    }
  }

  /** Same dialler, same peer, same port on the wire and behind, and the same protection. */
  private static boolean isIt(Map<String, String> row, End end) {
    boolean sidecar = row.get("dialler").startsWith("sidecar of ");
    String process = sidecar ? "daprd" : row.get("dialler");
    if (!end.use().process().equals(process) || end.use().direction() != Direction.OUTBOUND) {
      return false;
    }
    boolean wire = Integer.toString(end.wire().port()).equals(row.get("wire_port"));
    String behind = row.get("pod_port_behind");
    // A Service that no manifest shows hides the port behind it: redis here is such a one.
    boolean known = !behind.isEmpty() && end.wire().podPort() > 0;
    boolean pod = !known || Integer.toString(end.wire().podPort()).equals(behind);
    return wire && pod && isPeer(row.get("peer"), end.use().peer()) && isProtected(row, end);
  }

  private static boolean isPeer(String recorded, Peer peer) {
    if (recorded.startsWith("pod of ")) {
      return peer instanceof Peer.Group || peer instanceof Peer.Host;
    }
    String name = recorded.split(" ")[1].split("\\.")[0];
    return peer instanceof Peer.Service service && name.startsWith(service.name());
  }

  private static boolean isProtected(Map<String, String> row, End end) {
    return switch (row.get("protocol_first_bytes")) {
      case "TLS" -> end.use().protection().isEncrypted();
      case "plaintext HTTP/2" -> !end.use().protection().isEncrypted();
      // Nobody answered, or the protocol is a component's.
      default -> true;
    };
  }

  @Test
  void claims_wereSeen() {
    // Dialled at need only: calls among apps and secrets in the baseline, which made both.
    Set<String> seen = new TreeSet<>();
    for (Map<String, String> row : Recordings.csv("dapr-observed-flows.csv")) {
      boolean wanted = row.get("dialler").equals("sidecar of app1");
      ends(traffic(scenarios().get("baseline"), true)).stream()
          .filter(end -> wanted && isIt(row, end))
          .forEach(end -> seen.add(end.use().role()));
    }
    Set<String> claimed = new TreeSet<>();
    ends(traffic(scenarios().get("baseline"), true)).stream()
        .filter(end -> end.use().direction() == Direction.OUTBOUND)
        .forEach(end -> claimed.add(end.use().role()));
    // Names were asked for over UDP, which the recording leaves out.
    claimed.remove("dns");
    if (Recordings.areOwn()) {
      assertThat(seen).isEqualTo(claimed);
    }
  }

  @Test
  void addresses_blank_areNotDialled() {
    Map<String, Mapping> scenarios = scenarios();
    assertThat(roles(scenarios.get("placement-blank"))).doesNotContain("dapr-placement");
    assertThat(roles(scenarios.get("scheduler-blank")))
        .containsNoneOf("dapr-scheduler", "dapr-scheduler-jobs");
    assertThat(roles(scenarios.get("disable-k8s-secret-store"))).doesNotContain("kubernetes-api");
  }

  private static Set<String> roles(Mapping annotations) {
    Set<String> roles = new TreeSet<>();
    ends(traffic(annotations, true)).forEach(end -> roles.add(end.use().role()));
    return roles;
  }

  @Test
  void listeners_areThoseClaimed() {
    List<String> differ = new ArrayList<>();
    List<Mapping> lines = Recordings.json("dapr-observed-listeners.jsonl");
    int judged = 0;
    for (Mapping line : lines) {
      boolean running = "true".equals(line.text("daprdRunning"));
      boolean early = line.sequence("listeners").isEmpty();
      if (!running || early || NOT_STEADY.containsKey(line.text("id"))) {
        continue;
      }
      judged++;
      Set<String> recorded = new TreeSet<>(line.sequence("listeners").texts());
      Set<String> claimed = sockets(line.mapping("podAnnotations"));
      if (!claimed.equals(recorded)) {
        differ.add("%s: recorded %s, claimed %s".formatted(line.text("id"), recorded, claimed));
      }
    }
    Recordings.tell("observed listeners", judged, differ);
    assertWithMessage("differ").that(differ).isEmpty();
    if (Recordings.areOwn()) {
      assertThat(lines).hasSize(LISTENERS);
      assertThat(judged).isEqualTo(28);
    }
  }

  /** The sockets as the kernel lists them: one for all addresses, or one for each of loopback's. */
  private static Set<String> sockets(Mapping annotations) {
    Set<String> sockets = new TreeSet<>();
    Set<Integer> open = new TreeSet<>();
    List<End> ends = ends(traffic(annotations, true));
    for (End end : ends) {
      if (end.use().direction() == Direction.INBOUND) {
        open.add(end.use().peer().port());
        sockets.add("*:" + end.use().peer().port());
      }
    }
    for (End end : ends) {
      boolean own =
          end.use().direction() == Direction.LOOPBACK && !end.use().role().equals("app-channel");
      if (own && !open.contains(end.use().peer().port())) {
        sockets.add("127.0.0.1:" + end.use().peer().port());
        sockets.add("[::1]:" + end.use().peer().port());
      }
    }
    return sockets;
  }

  @Test
  void daprd_exits_whereTheModelSays() {
    List<String> differ = new ArrayList<>();
    for (Mapping line : Recordings.json("dapr-observed-listeners.jsonl")) {
      Mapping annotations = line.mapping("podAnnotations");
      boolean model = Sidecars.start(annotations).starts();
      String error = String.valueOf(line.text("lastError"));
      boolean byArguments =
          "false".equals(line.text("daprdRunning"))
              && (error.contains("invalid ") || error.contains("conflicts with"));
      if (model == byArguments) {
        differ.add(line.text("id") + ": " + error);
      }
      Sidecars.start(annotations)
          .failure()
          .filter(
              failure ->
                  !error.replaceAll("0x[0-9a-f]+", "0x0").contains(failure.replaceAll("\"$", "")))
          .ifPresent(failure -> differ.add(line.text("id") + ": " + error + " / " + failure));
    }
    assertWithMessage("differ").that(differ).isEmpty();
  }

  private static final class Sidecars {
    static DaprdStart start(Mapping annotations) {
      Mapping metadata =
          Mapping.builder().put("name", Scalar.of("app")).put("annotations", annotations).build();
      Mapping pod =
          Mapping.builder().put("metadata", metadata).put("spec", Mapping.empty()).build();
      return DaprInjection.at(Platform.today()).inject("shop", pod).start().orElseThrow();
    }
  }
}
