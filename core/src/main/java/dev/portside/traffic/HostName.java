package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a host as a setting writes it. A pod's resolver looks for {@code a.b} in the pod's
 * own namespace, then among all Services, and last as it stands; a name that ends with a dot it
 * takes as it stands. Source: kubernetes/dns docs/specification.md 1.1.0; resolv.conf(5), search
 * and ndots.
 */
final class HostName {

  private static final Set<String> POD = Set.of("localhost", "ip6-localhost", "ip6-loopback");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** What stays in the pod, among the addresses of IPv6. */
  private static final Pattern LOOPBACK6 =
      Pattern.compile("(::|(0{1,4}:){7})0{0,3}1|::ffff:127\\..*");

  private static final String SERVICES = "svc";
  private static final Set<String> TOP_LEVEL =
      Table.read(HostName.class, "top-level-domains.txt").stream()
          .map(row -> row.get("label"))
          .collect(Collectors.toUnmodifiableSet());

  private final String name;
  private final int port;
  private final boolean searched;
  private final List<String> labels;

  /** Reads a name, or an address, which may stand in brackets. */
  HostName(String host, int port) {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String bare = brackets ? host.substring(1, host.length() - 1) : host;
    boolean whole = bare.endsWith(".");
    this.name = (whole ? bare.substring(0, bare.length() - 1) : bare).toLowerCase(Locale.ROOT);
    this.port = port;
    this.labels = List.of(name.split("\\.", -1));
    this.searched = !whole && isName();
  }

  private boolean isName() {
    return !isAddress() && !labels.contains("") && !labels.get(0).equals("*");
  }

  private boolean isAddress() {
    return name.indexOf(':') >= 0 || NUMBER.matcher(labels.get(labels.size() - 1)).matches();
  }

  /** Returns whom the pods of a namespace dial by it, as far as the set tells. */
  Peer from(String namespace, Manifests set) {
    Peer full = full();
    if (!searched || !(full instanceof Peer.Host)) {
      return full;
    }
    return switch (labels.size()) {
      case 1 -> service(namespace, 0);
      case 2 -> ofTwo(namespace, set);
      case 3 -> isOfPod(labels.get(2), set) ? service(labels.get(2), 1) : full;
      default -> full;
    };
  }

  /** Returns whom it names as it stands. */
  Peer full() {
    if (POD.contains(name) || isAddress() && isLoopback()) {
      return new Peer.Loopback(name, port);
    }
    // The name of a pod of a headless Service has its own label before the Service's.
    for (int own = 1; own >= 0 && isName(); own--) {
      if (labels.size() > own + 2 && labels.get(own + 2).equals(SERVICES)) {
        return service(labels.get(own + 1), own);
      }
    }
    return new Peer.Host(name, port);
  }

  private boolean isLoopback() {
    return name.startsWith("127.") || LOOPBACK6.matcher(name).matches();
  }

  private Peer.Service service(String namespace, int label) {
    return new Peer.Service(namespace, labels.get(label), port);
  }

  private Peer ofTwo(String namespace, Manifests set) {
    if (isOfPod(namespace, set)) {
      return service(namespace, 1);
    }
    String second = labels.get(1);
    return TOP_LEVEL.contains(second) && !second.equals(namespace) && !isKnown(second, set)
        ? full()
        : service(second, 0);
  }

  /** Whether the first label is a numbered pod behind the headless Service of the second. */
  private boolean isOfPod(String namespace, Manifests set) {
    ServiceView service = set.service(namespace, labels.get(1)).orElse(null);
    return service != null
        && service.isHeadless()
        && set.selectedBy(service).stream().anyMatch(this::isPodOf);
  }

  private boolean isPodOf(Workload workload) {
    String own = workload.resource().name() + "-";
    String pod = labels.get(0);
    return pod.startsWith(own) && NUMBER.matcher(pod.substring(own.length())).matches();
  }

  private static boolean isKnown(String namespace, Manifests set) {
    return set.namespaceLabels(namespace).isPresent()
        || !set.workloads(namespace).isEmpty()
        || !set.ofKind("", "Service", namespace).isEmpty();
  }
}
