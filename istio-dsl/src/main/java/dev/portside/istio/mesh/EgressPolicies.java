package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a set says of HTTPS to hosts outside: a VirtualService or a DestinationRule for the host of
 * a ServiceEntry with port 443.
 */
@Internal
public final class EgressPolicies {

  private static final String GROUP = "networking.istio.io";
  private static final String HTTPS = "443";

  private EgressPolicies() {}

  /** Returns the first resource of the set that routes HTTPS to a host outside. */
  public static Optional<Resource> ofHttps(Manifests manifests) {
    Set<String> hosts = new HashSet<>();
    for (Resource entry : manifests.ofKind(GROUP, "ServiceEntry")) {
      Mapping spec = entry.tree().mapping("spec");
      if (isOutside(spec)) {
        hosts.addAll(spec.sequence("hosts").texts());
      }
    }
    return hosts.isEmpty()
        ? Optional.empty()
        : manifests.resources().stream().filter(resource -> steers(resource, hosts)).findFirst();
  }

  private static boolean isOutside(Mapping entry) {
    Sequence ports = entry.sequence("ports");
    for (int i = 0; i < ports.size(); i++) {
      if (HTTPS.equals(ports.mapping(i).text("number"))) {
        return !"MESH_INTERNAL".equals(entry.text("location"));
      }
    }
    return false;
  }

  private static boolean steers(Resource resource, Set<String> hosts) {
    Mapping spec = resource.tree().mapping("spec");
    return resource.is(GROUP, "DestinationRule") && hosts.contains(spec.findText("host").orElse(""))
        || resource.is(GROUP, "VirtualService")
            && spec.sequence("hosts").texts().stream().anyMatch(hosts::contains);
  }
}
