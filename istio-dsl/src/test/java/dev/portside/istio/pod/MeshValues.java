package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.value.GoNumber;
import org.jspecify.annotations.Nullable;

/**
 * What the installer refuses as mesh-wide lists; everything else, and all of it when it is forced,
 * it takes unread. Source: istio/istio operator/pkg/validate @1.31.
 */
public final class MeshValues {

  private MeshValues() {}

  /** Returns why {@code istioctl} does not install such a mesh, in its own words, or null. */
  public static @Nullable String refusal(IstioMesh mesh) {
    String problem = ports("includeInboundPorts", mesh.includeInboundPorts());
    problem = problem == null ? ports("excludeInboundPorts", mesh.excludeInboundPorts()) : problem;
    problem = problem == null ? ranges("includeIPRanges", mesh.includeIpRanges()) : problem;
    return problem == null ? ranges("excludeIPRanges", mesh.excludeIpRanges()) : problem;
  }

  private static @Nullable String ports(String name, String list) {
    for (String item : list.equals("*") ? new String[0] : list.split(",", -1)) {
      String problem = item.isEmpty() ? null : GoNumber.intProblem("ParseInt", item);
      if (problem != null) {
        return "global.proxy.%s : %s".formatted(name, problem);
      }
    }
    return null;
  }

  private static @Nullable String ranges(String name, String list) {
    for (String item : list.equals("*") ? new String[0] : list.split(",", -1)) {
      String problem = item.isEmpty() ? null : IpAddress.Range.problem(item);
      if (problem != null) {
        return "global.proxy.%s %s".formatted(name, problem);
      }
    }
    return null;
  }
}
