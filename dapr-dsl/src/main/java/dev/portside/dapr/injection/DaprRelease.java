package dev.portside.dapr.injection;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Dapr, and the one whose facts are taken for it.
 *
 * @param asked the release that was asked for
 * @param facts the release whose facts hold: the same, or the nearest that Portside knows
 * @param note what there is to say where it is another; empty where Portside knows the release
 * @param changed what came with the minor release, in a few words
 * @param holding what holds at the release of all that differs between releases
 */
public record DaprRelease(
    Version asked, Version facts, Optional<String> note, String changed, Set<Fact> holding) {

  /** A release named by its minor alone is its newest patch. */
  private static final String NEWEST_PATCH = ".999999";

  private static final Pattern MINOR = Pattern.compile("v?(\\d+)\\.(\\d+)(\\..*|[-+].*)?");

  private record Minor(String name, Version since, Version until, String changed) {}

  /** Copies the set. */
  public DaprRelease {
    holding = Set.copyOf(holding);
  }

  private static final List<Minor> KNOWN = load();
  private static final Map<String, DaprRelease> BY_TEXT = new ConcurrentHashMap<>();

  private static List<Minor> load() {
    List<Minor> known = new ArrayList<>();
    for (Table.Row row : Table.read(DaprRelease.class, "releases.txt")) {
      String name = row.get("release");
      Matcher parts = MINOR.matcher(name);
      if (!parts.matches()) {
        throw new IllegalStateException("release " + name);
      }
      int next = Integer.parseInt(parts.group(2)) + 1;
      known.add(
          new Minor(
              name, Version.of(name), Version.of(parts.group(1) + "." + next), row.get("changed")));
    }
    return List.copyOf(known);
  }

  /**
   * Returns the release; one that lies between those known, or beyond them, is the nearest older.
   */
  public static DaprRelease of(Version asked) {
    return BY_TEXT.computeIfAbsent(asked.toString(), text -> find(asked));
  }

  /** Returns the minor releases that Portside knows, oldest first. */
  public static List<Version> known() {
    return KNOWN.stream().map(Minor::since).toList();
  }

  private static DaprRelease find(Version asked) {
    Minor nearest = KNOWN.get(0);
    for (Minor minor : KNOWN) {
      if (asked.isAtLeast(minor.since())) {
        nearest = minor;
      }
    }
    boolean known = asked.isAtLeast(nearest.since()) && !asked.isAtLeast(nearest.until());
    Version newest = Version.of(nearest.name() + NEWEST_PATCH);
    if (!known) {
      String note = "Dapr %s is not known; judged as %s, the nearest that is known";
      return new DaprRelease(
          asked,
          newest,
          Optional.of(note.formatted(asked, nearest.name())),
          nearest.changed(),
          Fact.at(newest));
    }
    Matcher parts = MINOR.matcher(asked.toString());
    boolean patch = parts.matches() && parts.group(3) != null && parts.group(3).startsWith(".");
    Version facts = patch ? asked : newest;
    return new DaprRelease(asked, facts, Optional.empty(), nearest.changed(), Fact.at(facts));
  }

  /** Returns whether something named in the table of facts holds. */
  public boolean is(Fact fact) {
    return holding.contains(fact);
  }
}
