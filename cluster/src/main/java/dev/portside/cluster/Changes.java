package dev.portside.cluster;

import dev.portside.cluster.Difference.Change;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields in which two trees differ, as deep down as possible. */
final class Changes {

  private static final int NONE = -1;

  private final List<Change> changes = new ArrayList<>();

  private Changes() {}

  static List<Change> between(Mapping before, Mapping after) {
    Changes changes = new Changes();
    changes.compare(Pointer.root(), before, after);
    return List.copyOf(changes.changes);
  }

  /** Returns whether two trees say the same; the order of keys says nothing. */
  static boolean same(@Nullable Tree before, @Nullable Tree after) {
    if (before instanceof Mapping one && after instanceof Mapping other) {
      return one.size() == other.size()
          && one.keys().stream().allMatch(key -> same(one.get(key), other.get(key)));
    }
    if (before instanceof Sequence one && after instanceof Sequence other) {
      boolean same = one.size() == other.size();
      for (int i = 0; same && i < one.size(); i++) {
        same = same(one.get(i), other.get(i));
      }
      return same;
    }
    return Objects.equals(before, after);
  }

  private void compare(Pointer field, @Nullable Tree before, @Nullable Tree after) {
    if (same(before, after)) {
      return;
    }
    if (before instanceof Mapping one && after instanceof Mapping other) {
      for (String key : one.keys()) {
        compare(field.child(key), one.get(key), other.get(key));
      }
      for (String key : other.keys()) {
        if (!one.has(key)) {
          compare(field.child(key), null, other.get(key));
        }
      }
    } else if (before instanceof Sequence one && after instanceof Sequence other) {
      compare(field, one, other);
    } else {
      changes.add(new Change(field, before, after));
    }
  }

  private void compare(Pointer field, Sequence before, Sequence after) {
    int[] partners = partners(before, after);
    boolean[] met = new boolean[after.size()];
    for (int i = 0; i < before.size(); i++) {
      if (partners[i] == NONE) {
        changes.add(new Change(field.child(i), before.get(i), null));
      } else {
        met[partners[i]] = true;
        compare(field.child(partners[i]), before.get(i), after.get(partners[i]));
      }
    }
    for (int i = 0; i < after.size(); i++) {
      if (!met[i]) {
        changes.add(new Change(field.child(i), null, after.get(i)));
      }
    }
    boolean moved = false;
    for (int i = 0; i < before.size(); i++) {
      moved |= partners[i] != i;
    }
    if (moved && before.size() == after.size()) {
      changes.add(new Change(field, before, after));
    }
  }

  /** For each item the one that it becomes: the same, or that of its name, or that in its place. */
  private static int[] partners(Sequence before, Sequence after) {
    int[] partners = new int[before.size()];
    Arrays.fill(partners, NONE);
    boolean[] taken = new boolean[after.size()];
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < before.size(); i++) {
        for (int j = 0; partners[i] == NONE && j < after.size(); j++) {
          if (!taken[j] && arePartners(round, before, i, after, j)) {
            partners[i] = j;
            taken[j] = true;
          }
        }
      }
    }
    return partners;
  }

  private static boolean arePartners(int round, Sequence before, int i, Sequence after, int j) {
    return switch (round) {
      case 0 -> same(before.get(i), after.get(j));
      case 1 -> {
        String name = before.mapping(i).text("name");
        yield name != null && name.equals(after.mapping(j).text("name"));
      }
      default -> i == j && before.size() == after.size();
    };
  }
}
