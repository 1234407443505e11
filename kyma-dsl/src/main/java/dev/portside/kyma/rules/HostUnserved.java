package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.operator.Gateways;
import dev.portside.manifest.Resource;
import java.util.List;
import java.util.Optional;

/** The Gateway that an APIRule names serves another host. */
final class HostUnserved extends Rule {

  HostUnserved() {
    super(
        "kyma-host-unserved",
        Severity.WARNING,
        Rank.SETTING,
        "the Gateway of an APIRule does not serve its host");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      Optional<Resource> gateway =
          ClaimedHost.gatewayOf(scene.manifests(), ClaimedHost.gateway(view));
      if (gateway.isPresent()) {
        List<String> served =
            Gateways.hosts(gateway.get()).stream().flatMap(List::stream).distinct().toList();
        for (ClaimedHost host : ClaimedHost.of(view, scene.manifests())) {
          boolean whole = host.written().indexOf('.') >= 0;
          boolean serves =
              served.stream().anyMatch(one -> serves(one, host.whole(), view.resource()));
          if (whole && !serves) {
            found.add(finding(view.resource(), host, gateway.get(), served));
          }
        }
      }
    }
  }

  /** A host of a Gateway may be for one namespace only, {@code .} being the Gateway's own. */
  private static boolean serves(String served, String host, Resource rule) {
    int slash = served.indexOf('/');
    String namespace = slash < 0 ? "*" : served.substring(0, slash);
    String name = served.substring(slash + 1);
    boolean open =
        namespace.equals("*") || namespace.equals(".") || namespace.equals(rule.namespace());
    boolean fits =
        name.equals("*")
            || name.equals(host)
            || name.startsWith("*.") && host.endsWith(name.substring(1));
    return open && fits;
  }

  private Finding.Builder finding(
      Resource rule, ClaimedHost host, Resource gateway, List<String> served) {
    return at(rule, host.field())
        .message(
            "%s does not serve host %s; it serves %s"
                .formatted(
                    gateway, host.whole(), served.isEmpty() ? "none" : String.join(", ", served)))
        .why("the rule ends Ready, and the gateway answers 404 for the host")
        .help("choose a host that it serves, name another Gateway, or add the host to its servers")
        .cause("unserved " + host.whole());
  }
}
