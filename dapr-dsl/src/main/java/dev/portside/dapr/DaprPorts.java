package dev.portside.dapr;

import dev.portside.platform.Platform;
import dev.portside.platform.Table;
import dev.portside.platform.Version;
import dev.portside.traffic.Direction;
import dev.portside.traffic.KnownService;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Protection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The ports of a Dapr sidecar at one release. */
final class DaprPorts {

  /** One port in one direction, as the table has it. */
  record Port(
      String role,
      String group,
      Direction direction,
      int port,
      String peer,
      String service,
      int target,
      boolean headless,
      String portName,
      Protection protection,
      Need need,
      Phase phase,
      String setting,
      String when,
      String purpose) {}

  private static final List<Table.Row> ROWS = Table.read(DaprPorts.class, "ports.txt");
  private static final Map<Version, List<Port>> BY_VERSION = new ConcurrentHashMap<>();

  private DaprPorts() {}

  /** Returns the ports at a release. */
  static List<Port> at(Version version) {
    return BY_VERSION.computeIfAbsent(version, DaprPorts::read);
  }

  private static List<Port> read(Version version) {
    return ROWS.stream()
        .filter(row -> row.holdsAt(version))
        .map(row -> port(row, version))
        .toList();
  }

  private static Port port(Table.Row row, Version version) {
    boolean movable =
        !row.get("setting").isEmpty() && version.isAtLeast(Version.of(row.get("settingSince")));
    String protection = row.get("protection");
    return new Port(
        row.get("role"),
        row.get("group"),
        constant(Direction.class, row.get("direction")),
        Integer.parseInt(row.get("port")),
        row.get("peer"),
        row.get("service"),
        row.get("target").isEmpty() ? 0 : Integer.parseInt(row.get("target")),
        row.get("headless").equals("headless"),
        row.get("portName"),
        protection.equals("none") ? Protection.plaintext() : Protection.by(protection),
        constant(Need.class, row.get("need")),
        constant(Phase.class, row.get("phase")),
        movable ? concept(row.get("setting")) : "",
        concept(row.get("when")),
        row.get("purpose"));
  }

  private static String concept(String key) {
    return key.replace("dapr.io/", "");
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /** Returns every port number that Dapr has used in any release and direction, defaults only. */
  static Set<Integer> everUsed() {
    Set<Integer> ports = new TreeSet<>();
    ROWS.forEach(row -> ports.add(Integer.valueOf(row.get("port"))));
    return ports;
  }

  /** Returns the control plane's Services as sidecars see them. */
  static List<KnownService> services(Platform platform) {
    DaprRuntime runtime = platform.get(DaprRuntime.SECTION);
    Map<String, List<Port>> byName = new LinkedHashMap<>();
    for (Port port : at(runtime.version())) {
      if (!port.service().isEmpty()) {
        byName.computeIfAbsent(port.service(), s -> new ArrayList<>()).add(port);
      }
    }
    List<KnownService> services = new ArrayList<>();
    byName.forEach((name, ports) -> services.add(service(runtime.namespace(), name, ports)));
    return services;
  }

  private static KnownService service(String namespace, String name, List<Port> ports) {
    return new KnownService(
        Party.Kind.CONTROL_PLANE,
        namespace,
        name,
        ports.get(0).headless(),
        ports.stream()
            .map(port -> new KnownService.Port(port.portName(), port.port(), port.target()))
            .distinct()
            .toList());
  }
}
