package dev.portside.istio;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each row is a packet that met the rules of Istio 1.31 in a kernel. */
final class CaptureVectorsTest {

  /** What the model does not speak of, and how many packets are about it. */
  private static final Map<String, Integer> SKIPPED =
      Map.ofEntries(
          Map.entry("IPv6", 83),
          Map.entry("UDP", 64),
          Map.entry("a port list that not all rule tools read", 124),
          Map.entry("mesh setting meshProxyInboundListenPort", 16),
          Map.entry("mesh setting meshProxyMetadata", 624),
          Map.entry("mesh setting meshStatusPort", 16),
          Map.entry("mesh setting noEnvoy", 16),
          Map.entry("mesh setting userProxySecurityContext", 128),
          Map.entry("the CNI plugin writes the rules", 1423),
          Map.entry("the proxy's user or group dials", 228),
          Map.entry("through a further interface", 99),
          Map.entry("within the pod", 1131));

  private static final int JUDGED = 2324;

  /** Packets whose verdict hangs on their address. */
  private static final int OPEN = 368;

  private static final Pattern READABLE =
      Pattern.compile("\\*|([ \\t,:]|0[0-7]*(?![0-9])|[1-9][0-9]*|0x[0-9a-f]+)*");

  /** Settings of a mesh that the model knows, or that change nothing it speaks of. */
  private static final Set<String> SETTINGS =
      Set.of(
          "cni",
          "nativeNftables",
          "native",
          "installForced",
          "resolv",
          "noServices",
          "podHasIPv6",
          "podHasIPv4",
          "ipv6AddressAddedFirst",
          "meshConfigStatusPort",
          "meshIncludeInboundPorts",
          "meshExcludeInboundPorts",
          "meshIncludeOutboundPorts",
          "meshExcludeOutboundPorts",
          "meshIncludeIPRanges",
          "meshExcludeIPRanges");

  private final Map<String, PodCapture> pods = new HashMap<>();

  @Test
  void verdict_asKernel() {
    Map<String, Integer> skipped = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    int open = 0;
    for (Map<String, String> row : Vectors.csv("istio-capture.csv.gz")) {
      Optional<String> reason = skipped(row);
      if (reason.isPresent()) {
        skipped.merge(reason.get(), 1, Integer::sum);
        continue;
      }
      judged++;
      Verdict verdict = verdict(row);
      if (verdict.captured() == Tri.UNKNOWN && dependsOnAddress(row)) {
        open++;
      } else if (verdict.captured() != Tri.of(row.get("verdict").equals("captured"))) {
        wrong.add(verdict.captured() + " because " + verdict.reason() + ": " + row);
      }
    }
    System.out.printf("capture: %d packets judged, %d open, skipped %s%n", judged, open, skipped);
    assertWithMessage("%s differ", wrong.size()).that(wrong.stream().limit(20).toList()).isEmpty();
    assertThat(skipped).isEqualTo(SKIPPED);
    assertThat(judged).isEqualTo(JUDGED);
    assertThat(open).isEqualTo(OPEN);
  }

  private static Optional<String> skipped(Map<String, String> row) {
    Mapping platform = Vectors.mapping(row.get("platform"));
    String unknown =
        platform.keys().stream().filter(key -> !SETTINGS.contains(key)).findFirst().orElse("");
    boolean inbound = row.get("direction").equals("inbound");
    if (row.get("mode").equals("cni")) {
      return Optional.of("the CNI plugin writes the rules");
    } else if (!unknown.isEmpty()) {
      return Optional.of("mesh setting " + unknown);
    } else if (!row.get("proto").equals("tcp")) {
      return Optional.of("UDP");
    } else if (row.get("address").contains(":")) {
      return Optional.of("IPv6");
    } else if (!inbound && !row.get("to").equals("remote")) {
      return Optional.of("within the pod");
    } else if (!inbound && (row.get("uid").equals("1337") || row.get("gid").equals("1337"))) {
      return Optional.of("the proxy's user or group dials");
    } else if (!Set.of("", "eth0").contains(row.get("interface"))) {
      return Optional.of("through a further interface");
    } else if (portLists(row).stream().anyMatch(list -> !READABLE.matcher(list).matches())) {
      return Optional.of("a port list that not all rule tools read");
    }
    return Optional.empty();
  }

  private static List<String> portLists(Map<String, String> row) {
    Mapping annotations = Vectors.mapping(row.get("annotations"));
    Mapping platform = Vectors.mapping(row.get("platform"));
    List<String> lists = new ArrayList<>();
    for (Mapping mapping : List.of(annotations, platform)) {
      mapping.keys().stream()
          .filter(key -> key.endsWith("Ports"))
          .forEach(key -> lists.add(mapping.findText(key).orElseThrow()));
    }
    return lists;
  }

  private Verdict verdict(Map<String, String> row) {
    PodCapture pod =
        pods.computeIfAbsent(row.get("annotations") + row.get("platform"), k -> pod(row));
    int port = Integer.parseInt(row.get("port"));
    return row.get("direction").equals("inbound") ? pod.inbound(port) : pod.outbound(port);
  }

  /** Whether the verdict for a port may differ from one address to another. */
  private static boolean dependsOnAddress(Map<String, String> row) {
    Mapping annotations = Vectors.mapping(row.get("annotations"));
    IstioMesh mesh = mesh(Vectors.mapping(row.get("platform")));
    String include =
        annotations.findText(IstioKeys.INCLUDE_OUTBOUND_RANGES).orElse(mesh.includeIpRanges());
    String exclude =
        annotations.findText(IstioKeys.EXCLUDE_OUTBOUND_RANGES).orElse(mesh.excludeIpRanges());
    boolean some = !include.isEmpty() && !include.equals("*");
    return row.get("direction").equals("outbound") && (some || !exclude.isEmpty());
  }

  private static PodCapture pod(Map<String, String> row) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: pod, annotations: %s}
        """
            .formatted(row.get("annotations"));
    Workload workload = Vectors.manifests(Platform.today(), yaml).workloads().get(0);
    return new PodCapture(
        workload, mesh(Vectors.mapping(row.get("platform"))), new Source("mesh", 0, null));
  }

  private static IstioMesh mesh(Mapping platform) {
    IstioMesh today = Platform.today().get(IstioMesh.SECTION);
    return IstioMesh.builder()
        .from(today)
        .includeInboundPorts(text(platform, "meshIncludeInboundPorts", "*"))
        .excludeInboundPorts(text(platform, "meshExcludeInboundPorts", ""))
        .includeOutboundPorts(text(platform, "meshIncludeOutboundPorts", ""))
        .excludeOutboundPorts(text(platform, "meshExcludeOutboundPorts", ""))
        .includeIpRanges(text(platform, "meshIncludeIPRanges", "*"))
        .excludeIpRanges(text(platform, "meshExcludeIPRanges", ""))
        .build();
  }

  private static String text(Mapping platform, String key, String otherwise) {
    return platform.findText(key).orElse(otherwise);
  }
}
