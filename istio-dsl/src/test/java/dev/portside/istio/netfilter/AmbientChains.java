package dev.portside.istio.netfilter;

import dev.portside.istio.netfilter.IpAddress.Range;
import dev.portside.value.GoNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rules of a pod in the ambient mesh: no list of ports or ranges has a say in them, and
 * ztunnel is known by the mark of its packets. Source: istio/istio
 * cni/pkg/iptables/iptables.go @1.31, checked against a kernel.
 */
public final class AmbientChains {

  private static final String AMBIENT = "ambient";
  private static final String PREROUTING = "ISTIO_PRERT";
  private static final String OUTPUT = "ISTIO_OUTPUT";
  private static final int ZTUNNEL_MARK = 0x539;
  private static final int RETURN_MARK = 0x111;
  private static final String PLAIN = ":15006";
  private static final String OUT = ":15001";
  private static final String DNS = ":15053";

  /** An IP version: its loopback address, and the one from which kubelet's probes come. */
  private record Version(Range loopback, Range probes) {}

  private static final Version FOUR =
      new Version(Range.of("127.0.0.1/32"), Range.of("169.254.7.127/32"));
  private static final Version SIX =
      new Version(Range.of("::1/128"), Range.of("fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128"));

  private final List<ChainRule> lines = new ArrayList<>();

  private AmbientChains() {}

  /**
   * Returns the rules of a pod.
   *
   * @param dns whether DNS is captured where the pod does not say
   * @param six whether IP version 6 has rules
   */
  public static PodChains of(
      @Nullable String interfaces,
      @Nullable String bypassInbound,
      @Nullable String ownDns,
      boolean dns,
      boolean six) {
    Boolean own = ownDns == null ? null : GoNumber.bool(ownDns);
    AmbientChains rules = new AmbientChains();
    rules.lines.add(ChainRule.in(SidecarChains.PREROUTING, AMBIENT).then(PREROUTING));
    rules.lines.add(ChainRule.in(SidecarChains.OUTPUT, AMBIENT).then(OUTPUT));
    for (String name : interfaces == null ? new String[0] : interfaces.split(",")) {
      rules.lines.add(ChainRule.in(PREROUTING, "reroute").entering(name.trim()).tcp().then(OUT));
      rules.lines.add(
          ChainRule.in(PREROUTING, "reroute").entering(name.trim()).then(ChainRule.RETURN));
    }
    for (Version version : six ? List.of(FOUR, SIX) : List.of(FOUR)) {
      if (!GoNumber.isTrue(bypassInbound)) {
        rules.inbound(version);
      }
      rules.outbound(version, own == null ? dns : own);
    }
    return PodChains.of(new ChainTable(rules.lines), six);
  }

  private void inbound(Version version) {
    lines.add(
        ChainRule.in(PREROUTING, AMBIENT).from(version.probes()).tcp().then(ChainRule.ACCEPT));
    lines.add(
        ChainRule.in(PREROUTING, AMBIENT)
            .notTo(version.loopback())
            .tcp()
            .butPorts(Set.of(SidecarChains.TUNNEL_PORT))
            .notMarked(ZTUNNEL_MARK)
            .then(PLAIN));
  }

  private void outbound(Version version, boolean dns) {
    boolean six = version.equals(SIX);
    lines.add(ChainRule.in(OUTPUT, AMBIENT).to(version.probes()).tcp().then(ChainRule.ACCEPT));
    if (dns) {
      lines.add(
          ChainRule.in(OUTPUT, SidecarChains.DNS)
              .version(six)
              .protocol("udp")
              .port(SidecarChains.DNS_PORT)
              .leavingNot(Packet.LOOPBACK)
              .notMarked(ZTUNNEL_MARK)
              .then(DNS));
      lines.add(
          ChainRule.in(OUTPUT, SidecarChains.DNS)
              .notTo(version.loopback())
              .tcp()
              .port(SidecarChains.DNS_PORT)
              .notMarked(ZTUNNEL_MARK)
              .then(DNS));
    }
    lines.add(
        ChainRule.in(OUTPUT, AMBIENT)
            .version(six)
            .tcp()
            .marked(RETURN_MARK)
            .then(ChainRule.ACCEPT));
    lines.add(
        ChainRule.in(OUTPUT, AMBIENT)
            .leaving(Packet.LOOPBACK)
            .notTo(version.loopback())
            .then(ChainRule.ACCEPT));
    lines.add(
        ChainRule.in(OUTPUT, AMBIENT)
            .notTo(version.loopback())
            .tcp()
            .notMarked(ZTUNNEL_MARK)
            .then(OUT));
  }
}
