package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A setting of capture that changes nothing: what it says is so without it. */
final class CaptureSettingInert extends Rule {

  private static final String ALL = "*";

  CaptureSettingInert() {
    super(
        "capture-setting-inert",
        Severity.WARNING,
        Rank.SETTING,
        "a capture setting changes nothing");
  }

  @Override
  public void check(Scene scene, Found found) {
    IstioMesh mesh = scene.platform().get(IstioMesh.SECTION);
    for (Meshed meshed : Meshed.likely(scene)) {
      Workload workload = meshed.workload();
      String ranges = value(workload, IstioKeys.INCLUDE_OUTBOUND_RANGES, mesh.includeIpRanges());
      String ports = workload.annotation(IstioKeys.INCLUDE_OUTBOUND_PORTS);
      if (ranges.equals(ALL) && ports != null && isList(ports)) {
        found.add(included(meshed, ports));
      }
      List<String> own = proxyPorts(workload);
      if (!own.isEmpty()) {
        found.add(excluded(meshed, own));
      }
    }
  }

  private static boolean isList(String ports) {
    return Stream.of(ports.split(",", -1)).allMatch(port -> Containers.number(port.trim()) > 0);
  }

  private static String value(Workload workload, String key, String mesh) {
    String own = workload.annotation(key);
    return (own == null ? mesh : own).trim();
  }

  private Finding.Builder included(Meshed meshed, String ports) {
    return finding(meshed, IstioKeys.INCLUDE_OUTBOUND_PORTS)
        .message("includeOutboundPorts adds nothing: port %s is captured anyway".formatted(ports))
        .why(
            "the list only adds ports to what includeOutboundIPRanges captures, and that is * here:"
                + " every outbound port already. It does not keep the others out")
        .help(
            "remove it; if nothing but these ports is to be captured, write"
                + " includeOutboundIPRanges: \"\" beside it")
        .addEdits(remove(meshed, IstioKeys.INCLUDE_OUTBOUND_PORTS));
  }

  /** The rules of a pod never redirect what its own proxy listens on. */
  private static List<String> proxyPorts(Workload workload) {
    String list = workload.annotation(IstioKeys.EXCLUDE_INBOUND_PORTS);
    List<String> own = new ArrayList<>();
    for (String port : (list == null ? "" : list).split(",", -1)) {
      if (ReservedPorts.isNeverCaptured(Containers.number(port.trim()))) {
        own.add(port.trim());
      }
    }
    return own;
  }

  private Finding.Builder excluded(Meshed meshed, List<String> ports) {
    Workload workload = meshed.workload();
    return finding(meshed, IstioKeys.EXCLUDE_INBOUND_PORTS)
        .message(
            "excludeInboundPorts lists %s, which is never captured"
                .formatted(String.join(", ", ports)))
        .why("the sidecar itself listens there, and its own ports are left alone in every pod")
        .help("remove %s from the list".formatted(String.join(", ", ports)))
        .addEdits(
            new Edit.RemoveFromList(
                workload.resource().target(),
                workload.annotationField(IstioKeys.EXCLUDE_INBOUND_PORTS),
                ports,
                true,
                true));
  }

  private static Edit remove(Meshed meshed, String key) {
    Workload workload = meshed.workload();
    return new Edit.RemoveField(workload.resource().target(), workload.annotationField(key), true);
  }

  private Finding.Builder finding(Meshed meshed, String key) {
    Workload workload = meshed.workload();
    return meshed
        .finding(this, workload.annotationField(key))
        .addCauses(Cause.field(workload.resource(), workload.annotationField(key)));
  }
}
