package dev.portside.dapr;

import dev.portside.dapr.injection.DaprRelease;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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
      String settingUnlessOff,
      String when,
      String replacedBy,
      String openedBy,
      String address,
      String purpose) {

    /** Returns the namespace of its Service. */
    String namespace(DaprRuntime runtime) {
      int slash = service.indexOf('/');
      return slash < 0 ? runtime.namespace() : service.substring(0, slash);
    }

    /** Returns the name of its Service. */
    String serviceName() {
      return service.substring(service.indexOf('/') + 1);
    }
  }

  /** The group of what is the cluster's and not Dapr's. */
  private static final String CLUSTER = "cluster";

  private static final List<Table.Row> WEBHOOKS = Table.read(DaprPorts.class, "webhooks.txt");
  private static final List<Table.Row> ROWS = Table.read(DaprPorts.class, "ports.txt");
  private static final Set<Integer> EVER_USED =
      ROWS.stream()
          .filter(row -> !row.get("group").equals(CLUSTER))
          .map(row -> Integer.valueOf(row.get("port")))
          .collect(Collectors.toSet());
  private static final Map<String, DaprPorts> BY_VERSION = new ConcurrentHashMap<>();

  private final List<Port> ports;

  /** The ports of the control plane's Services, by the Service's name. */
  private final Map<String, List<Port>> services = new LinkedHashMap<>();

  private DaprPorts(Version version) {
    ports =
        ROWS.stream().filter(row -> row.holdsAt(version)).map(row -> port(row, version)).toList();
    for (Port port : ports) {
      if (!port.service().isEmpty()) {
        services.computeIfAbsent(port.service(), s -> new ArrayList<>()).add(port);
      }
    }
  }

  private static DaprPorts of(Version version) {
    // A release named by its minor alone is another than its first patch, though they compare
    // equal.
    return BY_VERSION.computeIfAbsent(
        version.toString(), text -> new DaprPorts(DaprRelease.of(version).facts()));
  }

  /** Returns the ports at a release. */
  static List<Port> at(Version version) {
    return of(version).ports;
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
        concept(row.get("settingUnlessOff")),
        concept(row.get("when")),
        concept(row.get("replacedBy")),
        concept(row.get("openedBy")),
        concept(row.get("address")),
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
    return EVER_USED;
  }

  /** Returns the control plane's Services as sidecars see them. */
  static List<KnownService> services(Platform platform) {
    DaprRuntime runtime = platform.get(DaprRuntime.SECTION);
    List<KnownService> services = new ArrayList<>();
    of(runtime.version()).services.forEach((name, ports) -> services.add(service(runtime, ports)));
    for (Table.Row row : webhooks(runtime.version())) {
      KnownService.Port port =
          new KnownService.Port("", number(row, "port"), number(row, "target"));
      services.add(
          new KnownService(
              Party.Kind.CONTROL_PLANE,
              runtime.namespace(),
              row.get("service"),
              false,
              List.of(port)));
    }
    return services;
  }

  private static KnownService service(DaprRuntime runtime, List<Port> ports) {
    Set<KnownService.Port> known = new LinkedHashSet<>();
    for (Port port : ports) {
      known.add(new KnownService.Port(port.portName(), port.port(), port.target()));
    }
    Port first = ports.get(0);
    boolean cluster = first.group().equals(CLUSTER);
    return new KnownService(
        cluster ? Party.Kind.SERVICE : Party.Kind.CONTROL_PLANE,
        first.namespace(runtime),
        first.serviceName(),
        first.headless(),
        List.copyOf(known));
  }

  /** Returns the Services that the API server dials. */
  static List<Table.Row> webhooks(Version version) {
    Version facts = DaprRelease.of(version).facts();
    return WEBHOOKS.stream().filter(row -> row.holdsAt(facts)).toList();
  }

  static int number(Table.Row row, String column) {
    return Integer.parseInt(row.get(column));
  }
}
