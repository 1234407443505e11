package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.operator.HostCheck;
import dev.portside.manifest.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two APIRules, or an APIRule and a VirtualService, claim one host. */
final class HostDuplicate extends Rule {

  /** Whose a host is, within what one argument of the user's names. */
  private record Claim(String argument, String host) {}

  HostDuplicate() {
    super(
        "kyma-host-duplicate",
        Severity.ERROR,
        Rank.SETTING,
        "two APIRules or VirtualServices claim one host");
  }

  @Override
  public void check(Scene scene, Found found) {
    Map<Claim, List<Resource>> routes = virtualServices(scene);
    Map<Claim, Resource> owners = new HashMap<>();
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      for (ClaimedHost host : ClaimedHost.of(view, scene.manifests())) {
        Resource resource = view.resource();
        Claim claim = new Claim(resource.argument(), host.whole());
        Resource owner = owners.putIfAbsent(claim, resource);
        if (owner != null && !owner.ref().equals(resource.ref())) {
          found.add(finding(resource, host, owner));
        }
        routes.getOrDefault(claim, List.of()).stream()
            .filter(route -> owner == null && !HostCheck.isOwned(route, resource))
            .findFirst()
            .ifPresent(route -> found.add(finding(resource, host, route)));
      }
    }
  }

  private static Map<Claim, List<Resource>> virtualServices(Scene scene) {
    Map<Claim, List<Resource>> routes = new HashMap<>();
    for (Resource route : scene.manifests().ofKind("networking.istio.io", "VirtualService")) {
      for (String host : route.tree().mapping("spec").sequence("hosts").texts()) {
        Claim claim = new Claim(route.argument(), host);
        routes.computeIfAbsent(claim, c -> new ArrayList<>(1)).add(route);
      }
    }
    return routes;
  }

  private Finding.Builder finding(Resource rule, ClaimedHost host, Resource owner) {
    return at(rule, host.field())
        .message("host %s belongs to %s".formatted(host.whole(), owner))
        .why(
            "the operator gives a host to whichever comes first, in any namespace and on any"
                + " gateway: the other rule ends in Error")
        .help("give one of the two another host, or merge them into one rule")
        .cause("host " + host.whole());
  }
}
