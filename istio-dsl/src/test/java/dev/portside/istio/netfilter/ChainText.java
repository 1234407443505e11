package dev.portside.istio.netfilter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules as {@code iptables-restore} reads them. */
final class ChainText {

  private static final Set<String> BUILT_IN = Set.of("PREROUTING", "OUTPUT");

  private ChainText() {}

  /** Returns the table nat of one IP version, in place of what was there. */
  static String nat(ChainTable table, boolean six) {
    List<ChainRule> lines =
        table.lines().stream().filter(line -> line.six() == null || line.six() == six).toList();
    Set<String> chains = new LinkedHashSet<>(BUILT_IN);
    lines.forEach(line -> chains.add(line.chain()));
    table.lines().forEach(line -> chains.add(line.chain()));
    StringBuilder text = new StringBuilder("*nat\n");
    for (String chain : chains) {
      text.append(":%s %s [0:0]%n".formatted(chain, BUILT_IN.contains(chain) ? "ACCEPT" : "-"));
    }
    for (ChainRule line : lines) {
      text.append("-A %s %s%n".formatted(line.chain(), arguments(line)));
    }
    return text.append("COMMIT\n").toString();
  }

  private static String arguments(ChainRule line) {
    List<String> words = new ArrayList<>();
    if (!line.in().isEmpty()) {
      words.add("-i " + line.in());
    }
    if (!line.out().isEmpty()) {
      words.add(
          line.out().startsWith("!") ? "! -o " + line.out().substring(1) : "-o " + line.out());
    }
    addresses(line, words);
    if (!line.protocol().isEmpty()) {
      words.add("-p " + line.protocol());
    }
    if (line.ports() != null) {
      words.add("--dport %d:%d".formatted(line.ports().first(), line.ports().last()));
    }
    if (!line.butPorts().isEmpty()) {
      words.add(
          "-m multiport ! --dports "
              + line.butPorts().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    owner(line.uid(), "uid", words);
    owner(line.gid(), "gid", words);
    line.butGroups().forEach(group -> words.add("-m owner ! --gid-owner " + group));
    boolean taken = line.target().startsWith(":");
    words.add(
        taken ? "-j REDIRECT --to-ports " + line.target().substring(1) : "-j " + line.target());
    return String.join(" ", words);
  }

  private static void addresses(ChainRule line, List<String> words) {
    if (line.source() != null) {
      words.add((line.source().negated() ? "! " : "") + "-s " + range(line.source().range()));
    }
    if (line.destination() != null) {
      words.add(
          (line.destination().negated() ? "! " : "") + "-d " + range(line.destination().range()));
    }
  }

  private static void owner(ChainRule.Id id, String kind, List<String> words) {
    if (id != null) {
      words.add("-m owner %s--%s-owner %d".formatted(id.negated() ? "! " : "", kind, id.value()));
    }
  }

  private static String range(IpAddress.Range range) {
    return text(range.address()) + "/" + range.bits();
  }

  static String text(IpAddress address) {
    if (!address.six()) {
      long low = address.low();
      return "%d.%d.%d.%d".formatted(low >> 24 & 255, low >> 16 & 255, low >> 8 & 255, low & 255);
    }
    List<String> groups = new ArrayList<>();
    for (long half : new long[] {address.high(), address.low()}) {
      for (int shift = 48; shift >= 0; shift -= 16) {
        groups.add(Long.toHexString(half >> shift & 0xffff));
      }
    }
    return String.join(":", groups);
  }
}
