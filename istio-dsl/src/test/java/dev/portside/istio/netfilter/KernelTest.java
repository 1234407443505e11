package dev.portside.istio.netfilter;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.portside.istio.RecordedPlatform;
import dev.portside.istio.annotation.Rejection;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.pod.InjectedPod;
import dev.portside.istio.pod.PodParts;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The rules that random annotations stand for are written into this machine's kernel, real
 * connections are opened, and whoever answers is compared with the model. Mode TPROXY is left to
 * the recordings: its proxy needs sockets that Java does not make.
 *
 * <p>Needs Linux, root and iptables. Elsewhere it is skipped, or fails if the system property
 * {@code portside.kernel} is {@code required}.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class KernelTest {

  private static final long SEED = 20260601;
  private static final int CONNECTIONS = 20;

  private static final List<Integer> PORTS =
      List.of(
          8, 22, 53, 80, 90, 291, 443, 3306, 3500, 6379, 6672, 8080, 8443, 9090, 15000, 15002,
          15004, 15008, 15020, 15021, 15090, 15777, 50001, 50002);

  private static final List<Integer> LISTENERS = List.of(15001, 15006, 15053);

  private static final List<String> SPELLINGS =
      List.of(
          "80", "443", "8080", "9090", " 3306", "6379", "0443", "010", "015020", "22", "53", "90 ",
          "15008", "15020", "15021", "15090", "15000", "50002", "3500", "00");

  private static final List<String> RANGES =
      List.of(
          "10.0.0.0/8",
          "10.1.0.0/16",
          "10.1.0.9/32",
          "10.1.2.3/16",
          "10.2.0.0/16",
          "8.8.8.8/32",
          "0.0.0.0/0",
          "0.0.0.0/1",
          "10.96.0.0/12",
          "172.16.0.0/12",
          "127.0.0.0/8",
          "127.0.0.1/32",
          "::1/128",
          "fd00::/8",
          "2001:db8::/32");

  private static final List<String> REMOTE =
      List.of(
          "10.1.0.9",
          "10.2.0.9",
          "8.8.8.8",
          "10.96.0.10",
          "172.16.5.5",
          "100.64.0.9",
          "fd00:1::9",
          "2001:db8::9");

  private static final List<String> OWN =
      List.of("10.1.0.7", "10.2.0.7", "127.0.0.1", "127.0.0.5", "fd00:1::7", "::1");

  private static final int[][] IDENTITIES = {
    {1000, 1000}, {0, 0}, {1337, 1337}, {1000, 1337}, {1337, 1000}, {65532, 65532}
  };

  private static final PodNetwork NETWORK = new PodNetwork(true, true, List.of("10.96.0.10"), true);

  private Random random = new Random(SEED);

  @BeforeAll
  static void needsKernel() {
    Optional<String> missing = Kernel.missing();
    if (missing.isPresent()) {
      String message = "no kernel to compare with: " + missing.get();
      if (System.getProperty("portside.kernel", "").equals("required")) {
        fail(message);
      }
      abort(message);
    }
  }

  @Test
  void connections_sample() {
    compare(50);
  }

  @Test
  @Tag("slow")
  void connections_many() {
    compare(600);
  }

  private void compare(int configurations) {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    int captured = 0;
    try (Kernel kernel = new Kernel(PORTS, LISTENERS)) {
      for (int i = 0; i < configurations; i++) {
        InjectedPod pod = configuration();
        PodChains rules = PodChains.of(pod.parameters(), NETWORK);
        kernel.load(rules);
        for (int j = 0; j < CONNECTIONS; j++) {
          Connection connection = connection();
          String expected = connection.expected(rules);
          String answer = connection.open(kernel);
          compared++;
          captured += LISTENERS.contains(Integer.parseInt(expected.split(" ")[1])) ? 1 : 0;
          if (!answer.equals(expected)) {
            wrong.add(
                "%s: %s instead of %s, with %s"
                    .formatted(connection, answer, expected, pod.parameters()));
          }
        }
      }
    }
    System.out.printf(
        "kernel: %d connections compared, %d captured, %d differ%n",
        compared, captured, wrong.size());
    wrong.forEach(System.out::println);
    assertThat(wrong).isEmpty();
    assertThat(compared).isEqualTo(configurations * CONNECTIONS);
    assertThat(captured).isGreaterThan(compared / 10);
    assertThat(captured).isLessThan(compared * 9 / 10);
  }

  /** A pod that the injector takes, and whose rules can be written. */
  private InjectedPod configuration() {
    while (true) {
      Mapping.Builder annotations = Mapping.builder();
      put(annotations, IstioKeys.INCLUDE_INBOUND_PORTS, random.nextInt(6) == 0 ? "*" : ports());
      put(annotations, IstioKeys.EXCLUDE_INBOUND_PORTS, ports());
      put(annotations, IstioKeys.INCLUDE_OUTBOUND_PORTS, outboundPorts());
      put(annotations, IstioKeys.EXCLUDE_OUTBOUND_PORTS, ports());
      put(
          annotations,
          IstioKeys.INCLUDE_OUTBOUND_RANGES,
          random.nextInt(4) == 0 ? "*" : list(RANGES, random.nextInt(4)));
      put(annotations, IstioKeys.EXCLUDE_OUTBOUND_RANGES, list(RANGES, random.nextInt(3)));
      if (random.nextInt(4) == 0) {
        put(annotations, IstioKeys.EXCLUDE_INTERFACES, list(List.of("lo", "net1", "eth0"), 1));
      }
      if (random.nextInt(6) == 0) {
        put(annotations, IstioKeys.REROUTE_INTERFACES, "net1");
      }
      put(annotations, IstioKeys.STATUS_PORT, list(List.of("0", "15777", "015020", "8080"), 1));
      if (random.nextInt(3) == 0) {
        put(annotations, IstioKeys.PROXY_CONFIG, metadata());
      }
      RecordedPlatform platform =
          new RecordedPlatform(
              Mapping.builder()
                  .put("cni", Scalar.of(random.nextInt(3) == 0))
                  .put("namespaceLabels", Mapping.of("istio-injection", "enabled"))
                  .build());
      Workload workload = platform.pod(Mapping.empty(), annotations.build(), Mapping.empty());
      InjectedPod pod = new InjectedPod(workload, platform.mesh());
      if (Rejection.of(workload).isEmpty()
          && new PodParts(workload, platform.mesh()).problem(NETWORK) == null) {
        return pod;
      }
    }
  }

  /** Half of the annotations are left out. */
  private void put(Mapping.Builder annotations, String key, String value) {
    if (random.nextBoolean()) {
      annotations.put(key, value);
    }
  }

  private String metadata() {
    return switch (random.nextInt(4)) {
      case 0 -> "proxyMetadata: {ISTIO_META_DNS_CAPTURE: 'true'}";
      case 1 -> "proxyMetadata: {ISTIO_DUAL_STACK: 'true'}";
      case 2 -> "proxyMetadata: {ISTIO_OUTBOUND_OWNER_GROUPS_EXCLUDE: '65532'}";
      default -> "proxyMetadata: {ISTIO_OUTBOUND_OWNER_GROUPS: '1000,0', ISTIO_DUAL_STACK: 'true'}";
    };
  }

  private String ports() {
    return list(SPELLINGS, random.nextInt(5));
  }

  private String outboundPorts() {
    return list(
        List.of("80", "0x50", "3000:9000", ":90", "http", "0443", "50000:", "22"),
        random.nextInt(3));
  }

  private String list(List<String> from, int size) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(from.get(random.nextInt(from.size())));
    }
    return String.join(",", items);
  }

  private record Connection(
      boolean inbound, boolean remote, int uid, int gid, String address, int port) {

    String open(Kernel kernel) {
      return inbound
          ? kernel.dialFromPeer(address, port)
          : kernel.dialFromPod(uid, gid, address, port);
    }

    String expected(PodChains rules) {
      IpAddress destination = IpAddress.of(address);
      String by = address.startsWith("10.2.") ? "net1" : Packet.OUTWARD;
      String out = inbound ? "" : remote ? by : Packet.LOOPBACK;
      Packet packet =
          new Packet(
              true,
              destination.six(),
              destination,
              port,
              null,
              inbound ? by : "",
              out,
              uid,
              gid,
              0);
      Set<ChainTable.End> ends = rules.ends(packet);
      assertWithMessage("ends of %s", this).that(ends).hasSize(1);
      int listener = ends.iterator().next().listener();
      return (remote && listener == 0 ? "peer " : "pod ") + (listener == 0 ? port : listener);
    }
  }

  private Connection connection() {
    int port = PORTS.get(random.nextInt(PORTS.size()));
    int kind = random.nextInt(10);
    if (kind < 3) {
      List<String> reachable = List.of("10.1.0.7", "10.1.0.7", "10.2.0.7", "fd00:1::7");
      String address = reachable.get(random.nextInt(reachable.size()));
      return new Connection(true, false, 0, 0, address, port);
    }
    int[] identity = IDENTITIES[random.nextInt(IDENTITIES.length)];
    boolean remote = kind < 7;
    List<String> addresses = remote ? REMOTE : OWN;
    String address = addresses.get(random.nextInt(addresses.size()));
    return new Connection(false, remote, identity[0], identity[1], address, port);
  }

  /** How iptables reads ports in the text of rules is how the model reads them. */
  @Test
  void spellings_asIptables() {
    for (String text :
        List.of(
            "80",
            "0443",
            "010",
            "080",
            "09",
            "0x50",
            "0X1F",
            "+80",
            "-80",
            "80-90",
            "80:90",
            ":90",
            "80:",
            "90:80",
            "65535",
            "65536",
            "00",
            "http",
            "ftp-data",
            "http:https",
            "nosuch",
            "1e3",
            "0x",
            "8 0",
            "*",
            "80.0",
            "#50",
            "99999999999",
            "000000000000443")) {
      String rules = "*filter\n:X - [0:0]\n-A X -p tcp --dport %s -j RETURN\nCOMMIT\n";
      boolean taken =
          Kernel.succeeds(
              new String[] {"unshare", "-n", "iptables-restore"}, rules.formatted(text));
      assertWithMessage("iptables takes \"%s\"", text)
          .that(ChainTool.IPTABLES.read(text, true) != null)
          .isEqualTo(taken);
    }
  }
}
