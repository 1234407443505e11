package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.traffic.Party;
import java.util.List;
import java.util.Locale;

/**
 * A destination as Istio's configuration names it.
 *
 * @param namespace where it lives; empty when it lives in none
 * @param name its full name
 */
@Internal
public record Host(String namespace, String name) {

  private static final String SERVICES = ".svc.cluster.local";

  public static Host ofService(String namespace, String name) {
    return new Host(namespace, name + "." + namespace + SERVICES);
  }

  /** Returns whether a pattern stands for it: its name, or {@code *} and the end of it. */
  boolean matches(String pattern) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return lower.startsWith("*") ? name.endsWith(lower.substring(1)) : name.equals(lower);
  }

  /** Returns whether something is exported to a party; an empty list exports to all. */
  static boolean isExported(List<String> exportTo, String namespace, Party to) {
    return exportTo.isEmpty()
        || exportTo.contains("*")
        || exportTo.contains(to.namespace())
        || exportTo.contains(".") && namespace.equals(to.namespace());
  }
}
