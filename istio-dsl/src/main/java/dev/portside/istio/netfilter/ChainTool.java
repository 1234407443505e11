package dev.portside.istio.netfilter;

import dev.portside.manifest.ServiceView;
import dev.portside.platform.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What writes the rules, and how it reads ports in their text: numbers the C way, so that {@code
 * 0443} is 291; ranges and names of services, each tool in its own form. Source: iptables 1.8.9
 * libxtables/xtables.c and extensions/libxt_tcp.c, nftables 1.0.6 src/scanner.l and src/datatype.c,
 * and what both made of such texts.
 */
public enum ChainTool {
  /** iptables, of either kind. */
  IPTABLES(
      ':',
      Pattern.compile(
          "\\+?(?<hex>0[xX][0-9a-fA-F]+)|\\+?(?<octal>0[0-7]*)|\\+?(?<decimal>[1-9][0-9]*)")),
  /** nft. */
  NFT('-', Pattern.compile("(?<hex>0[xX][0-9a-fA-F]+)|(?<octal>0[0-7]*)|(?<decimal>[0-9]+)"));

  private static final Pattern BLANKS = Pattern.compile("[ \\t\\n]+");
  private static final Pattern ZEROS = Pattern.compile("^0+(?=.)");
  private static final int HEX = 16;
  private static final int OCTAL = 8;
  private static final int LONGEST = 9;

  private final char dash;
  private final Pattern number;

  ChainTool(char dash, Pattern number) {
    this.dash = dash;
    this.number = number;
  }

  /** The names of services that a container image with a list of them knows; read when needed. */
  private static final class Services {
    static final Map<String, Integer> PORTS = new HashMap<>();

    static {
      Table.read(ChainTool.class, "services.txt")
          .forEach(row -> PORTS.put(row.get("name"), Integer.valueOf(row.get("port"))));
    }
  }

  /**
   * Returns the ports that a text stands for, or null when the tool refuses it.
   *
   * @param named whether the tool finds a list of service names
   */
  public ChainRule.@Nullable Ports read(String text, boolean named) {
    int plain = ServiceView.number(text);
    if (plain > 0 && text.charAt(0) != '0') {
      return new ChainRule.Ports(plain, plain);
    }
    List<String> words = List.of(BLANKS.split(text.trim()));
    if (words.size() != 1 || words.get(0).isEmpty()) {
      return null;
    }
    String word = words.get(0);
    int port = port(word, named);
    if (port >= 0) {
      return new ChainRule.Ports(port, port);
    }
    int at = word.indexOf(dash);
    if (at < 0) {
      return null;
    }
    boolean open = this == IPTABLES;
    int first = open && at == 0 ? 0 : port(word.substring(0, at), named && open);
    int last =
        open && at == word.length() - 1
            ? PortList.LAST
            : port(word.substring(at + 1), named && open);
    return first < 0 || last < first ? null : new ChainRule.Ports(first, last);
  }

  private int port(String word, boolean named) {
    Matcher matcher = number.matcher(word);
    if (!matcher.matches()) {
      boolean name = named && !word.isEmpty() && Character.isLetter(word.charAt(0));
      return name ? Services.PORTS.getOrDefault(word, -1) : -1;
    }
    if (matcher.group("hex") != null) {
      return limited(matcher.group("hex").substring(2), HEX);
    }
    String octal = matcher.group("octal");
    return octal != null
        ? limited(octal, OCTAL)
        : limited(String.valueOf(matcher.group("decimal")), 10);
  }

  private static int limited(String digits, int radix) {
    String significant = ZEROS.matcher(digits).replaceFirst("");
    if (significant.length() > LONGEST) {
      return -1;
    }
    int port = Integer.parseInt(significant, radix);
    return port <= PortList.LAST ? port : -1;
  }
}
