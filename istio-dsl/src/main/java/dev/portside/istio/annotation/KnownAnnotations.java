package dev.portside.istio.annotation;

import dev.portside.check.Nearest;
import dev.portside.istio.netfilter.PortList;
import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The annotations and labels that Istio defines, from the table of them. */
public final class KnownAnnotations {

  private static final String POD = "Pod";

  /** How many letters of a key may be wrong for it to be clear which one is meant. */
  private static final int SLIP = 2;

  private static final int LONG_NAME = 12;

  private KnownAnnotations() {}

  /**
   * One of them.
   *
   * @param key its key
   * @param on the kinds that may carry it; {@code Pod} for pod templates of any kind, {@code Any}
   * @param form {@code annotation}, {@code label} or {@code both}
   * @param since the first release that has it; empty for one that is older than the table
   * @param deprecated since when it should not be used any more; empty when it may
   * @param until since when it is not known any more; empty when it is
   * @param instead the key to use in its place; after a colon, in words; empty where there is none
   */
  public record Known(
      String key,
      List<String> on,
      String form,
      String since,
      String deprecated,
      String until,
      String instead) {

    /** Returns whether it means something as an annotation. */
    public boolean isAnnotation() {
      return !form.equals("label");
    }

    /** Returns whether it means something on pods only. */
    public boolean isOnPodsOnly() {
      return on.equals(List.of(POD));
    }

    /** Returns whether a pod may carry it. */
    public boolean isOnPods() {
      return on.contains(POD) || on.contains("Any");
    }

    /** Returns whether that release does not know it yet. */
    public boolean isNewerThan(Version version) {
      return !since.isEmpty() && !version.isAtLeast(Version.of(since));
    }

    /** Returns whether that release does not know it any more. */
    public boolean isGoneAt(Version version) {
      return !until.isEmpty() && version.isAtLeast(Version.of(until));
    }

    /** Returns whether that release calls it deprecated. */
    public boolean isDeprecatedAt(Version version) {
      return !deprecated.isEmpty() && version.isAtLeast(Version.of(deprecated));
    }
  }

  /** Read when a key is asked for that has to do with Istio, which most sets have few of. */
  private static final class Keys {
    static final Map<String, Known> ALL = load();
    static final List<String> ANNOTATIONS =
        ALL.values().stream()
            .filter(known -> known.isAnnotation() && !known.key().endsWith("*"))
            .map(Known::key)
            .toList();
    static final List<String> PREFIXES =
        ALL.keySet().stream()
            .filter(key -> key.endsWith("/*"))
            .map(key -> key.substring(0, key.length() - 1))
            .toList();

    private static Map<String, Known> load() {
      Map<String, Known> all = new LinkedHashMap<>();
      for (Table.Row row : Table.read(KnownAnnotations.class, "known-annotations.txt")) {
        String key = row.get("key");
        all.put(
            key,
            new Known(
                key,
                List.of(row.get("on").split(", ")),
                row.get("form"),
                row.get("since"),
                row.get("deprecated"),
                row.get("until"),
                row.get("instead")));
      }
      return all;
    }
  }

  /** Returns the one of that key. */
  public static Optional<Known> find(String key) {
    return isIstios(key) ? Optional.ofNullable(Keys.ALL.get(key)) : Optional.empty();
  }

  /**
   * Returns whether a key is meant for Istio: by its prefix, or by a prefix that is near it and a
   * name that only Istio has.
   */
  public static boolean isIstios(String key) {
    int slash = key.indexOf('/');
    if (slash < 0 || !key.contains("istio")) {
      return false;
    }
    String prefix = key.substring(0, slash);
    return prefix.equals("istio.io")
        || prefix.endsWith(".istio.io")
        || sameName(key).stream().anyMatch(KnownAnnotations::isUnmistakable);
  }

  /** Names such as config or port are everybody's. */
  private static boolean isUnmistakable(String key) {
    return key.length() - key.indexOf('/') > LONG_NAME;
  }

  /** Returns whether Istio itself writes keys with that prefix. */
  public static boolean isWrittenByIstio(String key) {
    return Keys.PREFIXES.stream().anyMatch(key::startsWith);
  }

  /** Returns the key that is most likely meant by one that is not known. */
  public static String nearest(String key) {
    List<String> same = sameName(key);
    return Nearest.of(key, same.isEmpty() ? Keys.ANNOTATIONS : same);
  }

  /** Returns whether it is clear that the nearest key is meant. */
  public static boolean isClear(String key, String nearest) {
    return sameName(key).size() == 1 || Nearest.distance(key, nearest) <= SLIP;
  }

  /** Returns the port numbers that a list names, as the rules read them; ranges are passed over. */
  public static List<Integer> ports(String list) {
    return PortList.of(list).items().stream()
        .filter(item -> item.port() > 0 && item.port() == item.last())
        .map(PortList.Item::port)
        .toList();
  }

  /** Keys whose last part reads the same when case and hyphens do not count. */
  private static List<String> sameName(String key) {
    List<String> same = new ArrayList<>();
    String name = name(key);
    for (String known : Keys.ANNOTATIONS) {
      if (name(known).equals(name)) {
        same.add(known);
      }
    }
    return same;
  }

  private static String name(String key) {
    String name = key.substring(key.indexOf('/') + 1).toLowerCase(Locale.ROOT);
    return Objects.requireNonNull(name).replace("-", "").replace("_", "");
  }
}
