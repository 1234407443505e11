package dev.portside.istio.capture;

import dev.portside.istio.RecordedPlatform;
import dev.portside.istio.Vectors;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.netfilter.AmbientChains;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.ChainTable;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.istio.netfilter.Packet;
import dev.portside.istio.netfilter.PodChains;
import dev.portside.istio.pod.InjectedPod;
import dev.portside.yaml.Mapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each row is a packet that met the rules of Istio 1.31 in a kernel. */
final class CaptureVectorsTest {

  private final Map<List<String>, PodChains> seen = new HashMap<>();

  @Test
  void sidecar_asKernel() {
    Vectors.Judge judge = new Vectors.Judge("istio-capture.csv");
    for (Map<String, String> row : Vectors.csv("istio-capture.csv")) {
      List<String> key = List.of(row.get("platform"), row.get("labels"), row.get("annotations"));
      judge.judge(row.get("id"), difference(row, seen.computeIfAbsent(key, k -> sidecar(row))));
    }
    judge.finish();
  }

  @Test
  void ambient_asKernel() {
    Vectors.Judge judge = new Vectors.Judge("istio-ambient-capture.csv");
    for (Map<String, String> row : Vectors.csv("istio-ambient-capture.csv")) {
      List<String> key = List.of("ambient", row.get("platform"), row.get("annotations"));
      judge.judge(row.get("id"), difference(row, seen.computeIfAbsent(key, k -> ambient(row))));
    }
    judge.finish();
  }

  private static PodChains sidecar(Map<String, String> row) {
    RecordedPlatform platform = new RecordedPlatform(Vectors.mapping(row.get("platform")));
    Mapping proxy = platform.settings().mapping("userProxySecurityContext");
    Mapping spec = proxy.isEmpty() ? Mapping.empty() : RecordedPlatform.withProxy(proxy);
    InjectedPod pod =
        new InjectedPod(
            platform.pod(
                Vectors.mapping(row.get("labels")), Vectors.mapping(row.get("annotations")), spec),
            platform.mesh());
    ChainParameters parameters = pod.parameters();
    return parameters == null ? PodChains.NONE : PodChains.of(parameters, platform.network());
  }

  private static PodChains ambient(Map<String, String> row) {
    RecordedPlatform platform = new RecordedPlatform(Vectors.mapping(row.get("platform")));
    Mapping annotations = Vectors.mapping(row.get("annotations"));
    return AmbientChains.of(
        annotations.text(IstioKeys.REROUTE_INTERFACES),
        annotations.text(IstioKeys.BYPASS_INBOUND),
        annotations.text(IstioKeys.AMBIENT_DNS),
        platform.isOn("ambientDnsCapture", true),
        platform.isOn("ipv6", false));
  }

  private static String difference(Map<String, String> row, PodChains rules) {
    Set<ChainTable.End> ends = rules.ends(packet(row));
    if (ends.size() != 1) {
      return "undecided " + ends + ": " + row;
    }
    ChainTable.End end = ends.iterator().next();
    boolean captured = end.listener() > 0;
    boolean refused = captured && row.get("platform").contains("noEnvoy");
    String verdict = refused ? "refused" : captured ? "captured" : "direct";
    String listener =
        refused
            ? "none"
            : captured
                ? Integer.toString(end.listener())
                : row.get("to").equals("remote") ? "remote" : "app";
    return verdict.equals(row.get("verdict")) && listener.equals(row.get("listener"))
        ? ""
        : "%s %s by %s: %s".formatted(verdict, listener, end.line(), row);
  }

  private static Packet packet(Map<String, String> row) {
    boolean inbound = row.get("direction").equals("inbound");
    IpAddress destination = IpAddress.of(row.get("address"));
    String by = row.get("interface").isEmpty() ? Packet.OUTWARD : row.get("interface");
    boolean stays = !row.get("to").equals("remote");
    return new Packet(
        row.get("proto").equals("tcp"),
        destination.six(),
        destination,
        Integer.parseInt(row.get("port")),
        row.get("source").isEmpty() ? null : IpAddress.of(row.get("source")),
        inbound ? by : "",
        inbound ? "" : stays ? Packet.LOOPBACK : by,
        Integer.parseInt(row.get("uid")),
        Integer.parseInt(row.get("gid")),
        Integer.decode(row.getOrDefault("mark", "0")));
  }
}
