package dev.portside.istio.gateway;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Table;
import dev.portside.traffic.Party;
import java.util.List;

/**
 * Which gateways are proxies of Istio's: those that Istio names itself, and those of its classes.
 */
public final class GatewayClasses {

  private static final List<Table.Row> ROWS =
      Table.read(GatewayClasses.class, "gateway-classes.txt");

  private GatewayClasses() {}

  /**
   * Returns whether a gateway is Istio's own. One that lives in a namespace was named by somebody
   * who knows it; any other has the name of its class.
   */
  public static boolean isIstios(Manifests manifests, Party.Outside gateway) {
    if (!gateway.namespace().isEmpty()) {
      return true;
    }
    for (Table.Row row : ROWS) {
      boolean named = row.get("name").equals(gateway.name());
      boolean controlled =
          manifests.named(row.get("group"), row.get("kind"), "", gateway.name()).stream()
              .anyMatch(known -> row.get("controller").equals(controller(known)));
      if (named || controlled) {
        return true;
      }
    }
    return false;
  }

  private static String controller(Resource known) {
    return known
        .tree()
        .mapping("spec")
        .findText("controllerName")
        .or(() -> known.tree().mapping("spec").findText("controller"))
        .orElse("");
  }
}
