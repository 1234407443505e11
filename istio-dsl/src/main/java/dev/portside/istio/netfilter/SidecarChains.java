package dev.portside.istio.netfilter;

import dev.portside.istio.netfilter.IpAddress.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rules of a pod with a sidecar. Source: istio/istio
 * tools/istio-iptables/pkg/capture/run.go, tools/istio-nftables/pkg/nft/nft.go and
 * tools/common/config @1.31; the rules were checked against kernels.
 */
public final class SidecarChains {

  static final String PREROUTING = "PREROUTING";
  static final String OUTPUT = "OUTPUT";

  /** What Istio's own rules are there for; all others are named after an annotation. */
  public static final String ISTIO = "istio";

  public static final String TUNNEL = "tunnel";
  public static final String PROXY = "proxy";
  static final String STATUS = "status";
  public static final String LOOPBACK = "loopback";
  static final String DNS = "dns";
  public static final String GROUPS = "groups";

  static final int TUNNEL_PORT = 15008;
  static final int DNS_PORT = 53;
  public static final int DNS_PROXY = 15053;

  /** The mark of what the proxy sends to its own pod in mode TPROXY. */
  static final int SELF_MARK = 1338;

  private static final int INBOUND_MARK = 1337;

  private static final String INBOUND = "ISTIO_INBOUND";
  private static final String OUTBOUND = "ISTIO_OUTPUT";
  private static final String ALL = "*";
  private static final int LEAST_LOOPBACK_BITS = 8;
  private static final Range LOOPBACK4 = Range.of("127.0.0.1/32");
  private static final Range LOOPBACK6 = Range.of("::1/128");
  private static final Range APP_FACING = Range.of("127.0.0.6/32");
  private static final Range APP_FACING6 = Range.of("::6/128");

  /** An item of a list of ports, and the setting that it stands in. */
  private record Item(ChainRule.Ports ports, String setting) {}

  private final ChainParameters parameters;
  private final PodNetwork network;
  private final List<ChainRule> nat = new ArrayList<>();
  private final List<ChainRule> mangle = new ArrayList<>();
  private @Nullable String problem;

  private final boolean six;
  private final boolean tproxy;
  private final boolean dns;
  private final List<Range> loopbacks = new ArrayList<>();
  private final List<Range> included;
  private final List<Range> excluded;

  SidecarChains(ChainParameters parameters, PodNetwork network) {
    this.parameters = parameters;
    this.network = network;
    this.six = network.six() && (!network.four() || parameters.dualStack());
    this.tproxy = parameters.mode().equals("TPROXY");
    this.dns = parameters.dns() && (parameters.allDns() || !network.nameservers().isEmpty());
    loopbacks.add(loopback(parameters.loopback()));
    if (six) {
      loopbacks.add(LOOPBACK6);
    }
    included = everything() ? List.of() : ranges(parameters.includeRanges());
    if (parameters.excludeRanges().equals(ALL)) {
      refuse("invalid value for OUTBOUND_IP_RANGES_EXCLUDE");
      excluded = List.of();
    } else {
      excluded = ranges(parameters.excludeRanges());
    }
    write();
  }

  /** Returns whether packets of an IP version see the rules: nft writes one set for both. */
  boolean concern(boolean version6) {
    return !version6 || six || parameters.tool() == ChainTool.NFT;
  }

  /** Returns the rules that choose who gets a connection. */
  ChainTable nat() {
    return new ChainTable(nat);
  }

  /** Returns the rules of mode TPROXY, which come before all others. */
  ChainTable mangle() {
    return mangle.isEmpty() ? ChainTable.EMPTY : new ChainTable(mangle);
  }

  private boolean everything() {
    return parameters.includeRanges().equals(ALL);
  }

  /** Returns why the rules cannot be written, in the words of what writes them, or null. */
  @Nullable String problem() {
    return problem;
  }

  /** The first problem is the one that ends the writing; what is wrong is left out here. */
  private void refuse(String message) {
    problem = problem == null ? message : problem;
  }

  private Range loopback(String text) {
    try {
      Range range = Range.parse(text);
      if (range.address().isLoopback() && range.bits() >= LEAST_LOOPBACK_BITS) {
        return range;
      }
      refuse("%s is not a loopback range of 8 to 32 bits".formatted(text));
    } catch (IpAddress.Refused e) {
      refuse(String.valueOf(e.getMessage()));
    }
    return LOOPBACK4;
  }

  /** The ranges of a list, of both IP versions; empty items are none. */
  private List<Range> ranges(String list) {
    List<Range> ranges = new ArrayList<>();
    for (String item : items(list)) {
      try {
        ranges.add(Range.parse(item));
      } catch (IpAddress.Refused e) {
        refuse(String.valueOf(e.getMessage()));
      }
    }
    return ranges;
  }

  private static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    return items;
  }

  /** Interfaces are names; the rules' text knows no blanks. */
  private static List<String> interfaces(String list) {
    return items(list).stream().map(String::trim).filter(name -> !name.isEmpty()).toList();
  }

  private List<Item> ports(String list, String setting) {
    List<Item> ports = new ArrayList<>();
    for (String item : items(list)) {
      ChainRule.Ports read = parameters.tool().read(item, network.namedServices());
      if (read == null) {
        refuse(refusal(item));
      } else {
        ports.add(new Item(read, setting));
      }
    }
    return ports;
  }

  /** Where iptables finds nothing to read, the next word of the rule stands there. */
  private String refusal(String item) {
    return parameters.tool() == ChainTool.NFT
        ? "nft reads no port in \"%s\"".formatted(item)
        : "invalid port/service `%s' specified".formatted(item.isBlank() ? "-j" : item.trim());
  }

  private void write() {
    virtualMachines();
    for (String name : interfaces(parameters.excludeInterfaces())) {
      nat.add(line(PREROUTING, "excludeInterfaces").entering(name).then(ChainRule.RETURN));
      nat.add(line(OUTPUT, "excludeInterfaces").leaving(name).then(ChainRule.RETURN));
      if (tproxy) {
        mangle.add(line(PREROUTING, "excludeInterfaces").entering(name).then(ChainRule.RETURN));
      }
    }
    inbound();
    outbound();
  }

  private static ChainRule.Builder line(String chain, String setting) {
    return ChainRule.in(chain, setting);
  }

  /** What a virtual machine in the pod sends is outbound, though it enters by an interface. */
  private void virtualMachines() {
    List<String> names = interfaces(parameters.virtualInterfaces());
    for (String name : names) {
      if (everything()) {
        nat.add(line(PREROUTING, "reroute").entering(name).then("ISTIO_REDIRECT"));
      }
      for (Range range : included) {
        ofVersion(
            range,
            r -> nat.add(line(PREROUTING, "reroute").entering(name).to(r).then("ISTIO_REDIRECT")));
      }
    }
    for (String name : names) {
      nat.add(line(PREROUTING, "reroute").entering(name).then(ChainRule.RETURN));
    }
  }

  /** A rule that names an address has an IP version, which may have no rules. */
  private void ofVersion(Range range, Consumer<Range> write) {
    if (six || !range.address().six()) {
      write.accept(range);
    }
  }

  private void inbound() {
    nat.add(line("ISTIO_REDIRECT", ISTIO).tcp().then(":" + parameters.proxyPort()));
    nat.add(line("ISTIO_IN_REDIRECT", ISTIO).tcp().then(":" + parameters.inboundPort()));
    String include = parameters.includeInbound();
    if (include.isEmpty()) {
      return;
    }
    List<ChainRule> lines = tproxy ? mangle : nat;
    lines.add(line(PREROUTING, ISTIO).tcp().then(INBOUND));
    if (tproxy) {
      looped();
    } else {
      nat.add(line(INBOUND, TUNNEL).tcp().port(TUNNEL_PORT).then(ChainRule.RETURN));
    }
    if (include.equals(ALL)) {
      for (Item item : ports(parameters.excludeInbound(), "excludeInboundPorts")) {
        lines.add(line(INBOUND, item.setting()).tcp().ports(item.ports()).then(ChainRule.RETURN));
      }
      captureInbound(lines, line(INBOUND, "excludeInboundPorts").tcp());
    } else {
      for (Item item : ports(include, "includeInboundPorts")) {
        captureInbound(lines, line(INBOUND, item.setting()).tcp().ports(item.ports()));
      }
    }
  }

  private void captureInbound(List<ChainRule> lines, ChainRule.Builder line) {
    if (tproxy) {
      lines.add(line.then("ISTIO_TPROXY"));
      if (mangle.stream().noneMatch(each -> each.chain().equals("ISTIO_TPROXY"))) {
        String taken = ":" + parameters.inboundPort();
        loopbacks.forEach(
            range -> mangle.add(line("ISTIO_TPROXY", ISTIO).tcp().notTo(range).then(taken)));
      }
    } else {
      lines.add(line.then("ISTIO_IN_REDIRECT"));
    }
  }

  /** What the pod sends to itself comes back in by the loopback interface. */
  private void looped() {
    mangle.add(line(INBOUND, ISTIO).marked(INBOUND_MARK).then(ChainRule.RETURN));
    appFacing(
        range ->
            mangle.add(
                line(INBOUND, ISTIO).entering(Packet.LOOPBACK).from(range).then(ChainRule.RETURN)));
    mangle.add(
        line(INBOUND, ISTIO).entering(Packet.LOOPBACK).notMarked(SELF_MARK).then(ChainRule.RETURN));
    for (Range range : loopbacks) {
      ChainRule.Builder mine = line(OUTPUT, PROXY).leaving(Packet.LOOPBACK).tcp().notTo(range);
      mangle.add(mine.user(parameters.uid()).then(ChainRule.MARK));
      ChainRule.Builder ours = line(OUTPUT, PROXY).leaving(Packet.LOOPBACK).tcp().notTo(range);
      mangle.add(ours.group(parameters.gid()).then(ChainRule.MARK));
    }
  }

  private void appFacing(Consumer<Range> write) {
    write.accept(APP_FACING);
    if (six) {
      write.accept(APP_FACING6);
    }
  }

  private void outbound() {
    nat.add(line(OUTPUT, ISTIO).then(OUTBOUND));
    for (Item item : ports(parameters.excludeOutbound(), "excludeOutboundPorts")) {
      nat.add(line(OUTBOUND, item.setting()).tcp().ports(item.ports()).then(ChainRule.RETURN));
      nat.add(
          line(OUTBOUND, item.setting())
              .protocol("udp")
              .ports(item.ports())
              .then(ChainRule.RETURN));
    }
    appFacing(
        range ->
            nat.add(
                line(OUTBOUND, ISTIO).leaving(Packet.LOOPBACK).from(range).then(ChainRule.RETURN)));
    Set<Integer> ofUser = new LinkedHashSet<>(List.of(TUNNEL_PORT));
    if (dns) {
      ofUser.add(DNS_PORT);
    }
    self(ofUser, line -> line.user(parameters.uid()));
    stays(line -> line.notUser(parameters.uid()));
    nat.add(line(OUTBOUND, PROXY).user(parameters.uid()).then(ChainRule.RETURN));
    self(Set.of(TUNNEL_PORT), line -> line.group(parameters.gid()));
    stays(line -> line.notGroup(parameters.gid()));
    nat.add(line(OUTBOUND, PROXY).group(parameters.gid()).then(ChainRule.RETURN));
    groups();
    nameservers();
    for (Range range : loopbacks) {
      nat.add(line(OUTBOUND, LOOPBACK).to(range).then(ChainRule.RETURN));
    }
    destinations();
  }

  /** What the proxy sends to its own pod has to pass its inbound side. */
  private void self(Set<Integer> butPorts, Consumer<ChainRule.Builder> owner) {
    for (Range range : loopbacks) {
      ChainRule.Builder line =
          line(OUTBOUND, PROXY).leaving(Packet.LOOPBACK).tcp().notTo(range).butPorts(butPorts);
      owner.accept(line);
      nat.add(line.then("ISTIO_IN_REDIRECT"));
    }
  }

  /** What others send within the pod stays there, unless a captured range holds loopback. */
  private void stays(Consumer<ChainRule.Builder> others) {
    if (included.stream().noneMatch(range -> range.address().isLoopback())) {
      ChainRule.Builder line = line(OUTBOUND, LOOPBACK).leaving(Packet.LOOPBACK);
      if (dns) {
        line.tcp().butPorts(Set.of(DNS_PORT));
      }
      others.accept(line);
      nat.add(line.then(ChainRule.RETURN));
    }
  }

  private void groups() {
    if (parameters.groups().equals(ALL)) {
      for (String id : items(parameters.excludeGroups())) {
        nat.add(line(OUTBOUND, GROUPS).group(number(id)).then(ChainRule.RETURN));
      }
      return;
    }
    // One rule leaves whoever is in none of them.
    Set<Integer> captured = new LinkedHashSet<>();
    for (String id : items(parameters.groups())) {
      captured.add(number(id));
    }
    nat.add(line(OUTBOUND, GROUPS).butGroups(captured).then(ChainRule.RETURN));
  }

  private int number(String id) {
    int number = Packet.owner(id.trim());
    if (number == Packet.ANYBODY) {
      refuse("group %s is not known by name in the pod".formatted(id));
    }
    return number;
  }

  private void nameservers() {
    if (!dns) {
      return;
    }
    nat.add(line(OUTBOUND, DNS).then("ISTIO_OUTPUT_DNS"));
    List<Range> servers = new ArrayList<>();
    for (String server : network.nameservers()) {
      servers.addAll(ranges(server + (server.indexOf(':') < 0 ? "/32" : "/128")));
    }
    for (String protocol : List.of("tcp", "udp")) {
      if (parameters.allDns()) {
        nat.add(
            line("ISTIO_OUTPUT_DNS", DNS).protocol(protocol).port(DNS_PORT).then(":" + DNS_PROXY));
      } else {
        servers.forEach(
            server ->
                ofVersion(
                    server,
                    range ->
                        nat.add(
                            line("ISTIO_OUTPUT_DNS", DNS)
                                .protocol(protocol)
                                .port(DNS_PORT)
                                .to(range)
                                .then(":" + DNS_PROXY))));
      }
    }
  }

  private void destinations() {
    for (Range each : excluded) {
      ofVersion(
          each,
          range ->
              nat.add(line(OUTBOUND, "excludeOutboundIPRanges").to(range).then(ChainRule.RETURN)));
    }
    for (Item item : ports(parameters.includeOutbound(), "includeOutboundPorts")) {
      nat.add(line(OUTBOUND, item.setting()).tcp().ports(item.ports()).then("ISTIO_REDIRECT"));
    }
    if (everything()) {
      nat.add(line(OUTBOUND, "excludeOutboundPorts").then("ISTIO_REDIRECT"));
    }
    for (Range each : included) {
      ofVersion(
          each,
          range ->
              nat.add(line(OUTBOUND, "includeOutboundIPRanges").to(range).then("ISTIO_REDIRECT")));
    }
  }
}
