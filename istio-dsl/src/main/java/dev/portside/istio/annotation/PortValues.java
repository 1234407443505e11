package dev.portside.istio.annotation;

import dev.portside.istio.annotation.ValueProblem.Kind;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.ChainRule;
import dev.portside.istio.netfilter.ChainTool;
import dev.portside.istio.pod.AnnotationGrammar;
import dev.portside.istio.pod.InjectedPod;
import dev.portside.manifest.Workload;
import dev.portside.value.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges ports as they reach the text of the rules: the injector takes some that iptables and nft
 * cannot read, and some that they read as other numbers. Each case was seen on both tools.
 */
final class PortValues {

  private static final String ALL = "*";
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}");

  private final Workload workload;
  private final IstioMesh mesh;
  private final ChainTool tool;

  PortValues(Workload workload, IstioMesh mesh) {
    this.workload = workload;
    this.mesh = mesh;
    this.tool = mesh.nativeNftables() ? ChainTool.NFT : ChainTool.IPTABLES;
  }

  /** Returns what the ports of a value mean, without blanks, empty items and leading zeros. */
  static @Nullable String repaired(String value) {
    List<String> ports = new ArrayList<>();
    for (String item : AnnotationValues.items(value)) {
      ports.add(item.matches("0+[0-9]+") ? item.replaceFirst("^0+(?=.)", "") : item);
    }
    String repaired = String.join(",", ports);
    return AnnotationGrammar.PORTS.refusal(repaired) == null || repaired.equals(ALL)
        ? repaired
        : null;
  }

  /** Returns what is wrong with a list of ports that the injector took, or null. */
  @Nullable ValueProblem problem(String key, String value) {
    if (key.equals(IstioKeys.STATUS_PORT)) {
      return statusPort(value);
    }
    if (!isRead(key, value)) {
      return null;
    }
    for (String item : written(key, value)) {
      ChainRule.Ports read = tool.read(item, false);
      if (read == null) {
        ChainRule.Ports named = tool.read(item, true);
        return named == null ? unread(key, value, item) : named(key, value, item, named);
      }
      if (isOther(item, read)) {
        return other(key, value, item, read);
      }
    }
    return value.isBlank() ? odd(key, value) : null;
  }

  private static ValueProblem odd(String key, String value) {
    return new ValueProblem(
        key,
        value,
        Kind.ODD,
        "it holds nothing but blanks",
        "it excludes no port and replaces the mesh's list; in any other list the pod would not start",
        AnnotationValues.repaired(key, value));
  }

  /** An exclusion beside an include list is in no rule, and * is no list. */
  private boolean isRead(String key, String value) {
    if (value.isEmpty()) {
      return false;
    }
    if (key.equals(IstioKeys.INCLUDE_INBOUND_PORTS)) {
      return !value.equals(ALL);
    }
    if (key.equals(IstioKeys.EXCLUDE_INBOUND_PORTS)) {
      String include = workload.annotation(IstioKeys.INCLUDE_INBOUND_PORTS);
      return ALL.equals(include == null ? mesh.includeInboundPorts() : include);
    }
    return key.equals(IstioKeys.INCLUDE_OUTBOUND_PORTS)
        || key.equals(IstioKeys.EXCLUDE_OUTBOUND_PORTS);
  }

  /** The items as they get into the rules: one list the injector puts together anew. */
  private List<String> written(String key, String value) {
    String list = value;
    if (key.equals(IstioKeys.EXCLUDE_INBOUND_PORTS)) {
      InjectedPod pod = new InjectedPod(workload, mesh);
      list =
          mesh.cni()
              ? pod.cniPlugin().parameters().excludeInbound()
              : pod.arguments().ownExcludeInbound();
    }
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    return items;
  }

  private static boolean isOther(String item, ChainRule.Ports read) {
    if (item.equals(Integer.toString(read.first()))) {
      return false;
    }
    String trimmed = GoText.trim(item);
    return DECIMAL.matcher(trimmed).matches() && Integer.parseInt(trimmed) != read.first();
  }

  private String fails() {
    return mesh.cni()
        ? "the rules cannot be written: Istio's CNI plugin fails, and the pod waits in creation"
        : "the rules cannot be written: istio-init fails, and the pod never starts";
  }

  private ValueProblem unread(String key, String value, String item) {
    boolean octal = GoText.trim(item).matches("0[0-9]+");
    return new ValueProblem(
        key,
        value,
        Kind.BREAKS,
        item.isBlank()
            ? "it holds nothing but blanks where a port has to be"
            : octal
                ? "\"%s\" begins with 0, and is read as an octal number, which it is not"
                    .formatted(GoText.trim(item))
                : "\"%s\" is no port".formatted(GoText.trim(item)),
        fails(),
        AnnotationValues.repaired(key, value));
  }

  private ValueProblem named(String key, String value, String item, ChainRule.Ports named) {
    return new ValueProblem(
        key,
        value,
        Kind.BREAKS,
        "\"%s\" is the name of a service".formatted(GoText.trim(item)),
        "it works only where the image of istio-init has a list of such names: write "
            + named.first(),
        null);
  }

  private static ValueProblem other(String key, String value, String item, ChainRule.Ports read) {
    return new ValueProblem(
        key,
        value,
        Kind.MEANS_ELSE,
        "\"%s\" is read as port %d".formatted(GoText.trim(item), read.first()),
        "the injector takes the number as it stands; the rules' tool reads a leading 0 as octal",
        AnnotationValues.repaired(key, value));
  }

  /** The injector reads this one twice: trimmed for the exclusions, as it stands for probes. */
  private @Nullable ValueProblem statusPort(String value) {
    String trimmed = GoText.trim(value);
    ChainRule.Ports read = tool.read(trimmed, false);
    if (read == null) {
      return unread(IstioKeys.STATUS_PORT, value, value);
    }
    if (isOther(trimmed, read)) {
      return other(IstioKeys.STATUS_PORT, value, value, read);
    }
    return trimmed.equals(value)
        ? null
        : new ValueProblem(
            IstioKeys.STATUS_PORT,
            value,
            Kind.MEANS_ELSE,
            "the blanks beside the number make rewritten probes go to port 0",
            "the kubelet's probes fail, and the pod is never ready",
            trimmed);
  }
}
