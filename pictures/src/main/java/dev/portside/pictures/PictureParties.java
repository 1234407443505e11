package dev.portside.pictures;

import dev.portside.report.FlowView;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Who takes part in flows, and who of them share a box of the picture. */
final class PictureParties {

  /** More boxes than these nobody reads; those alike, and at last those of a kind, share one. */
  static final int READABLE = 12;

  /** What unlike ones have in common that share a box, from the finest to the coarsest. */
  private static final List<Function<Member, Object>> PODS =
      List.of(
          member -> member.name,
          member -> List.of(member.part, member.processes, member.meshed),
          member -> List.of(member.namespace, member.processes, member.meshed),
          member -> List.of(member.processes, member.meshed),
          member -> member.meshed);

  private static final List<Function<Member, Object>> OTHERS =
      List.of(
          member ->
              List.of(
                  member.kind,
                  member.isControlPlane() ? member.namespace : member.name,
                  member.isControlPlane()),
          member -> List.of(member.kind, member.namespace),
          member -> member.kind);

  /** Alike up to this fold; beyond it, unlike ones share a box. */
  private static final int ALIKE = 1;

  /** Somebody, and how he takes part. */
  static final class Member {
    final String kind;
    final String name;
    final String namespace;
    final TreeSet<String> processes = new TreeSet<>();
    Tri meshed = Tri.NO;
    String proxy = "";

    /** The flows that he dials (even) and answers (odd). */
    final List<Integer> part = new ArrayList<>();

    Member(String kind, Party party) {
      this.kind = kind;
      this.name = party.toString();
      this.namespace = party.namespace();
    }

    private boolean isControlPlane() {
      return kind.equals(Party.Kind.CONTROL_PLANE.word());
    }
  }

  private final Traffic traffic;
  private final Map<Party, Member> members = new HashMap<>();
  private boolean folded;

  PictureParties(Traffic traffic, List<FlowView> views) {
    this.traffic = traffic;
    for (int i = 0; i < views.size(); i++) {
      Flow flow = views.get(i).flow();
      for (Party party : flow.clients()) {
        part(party, views.get(i).client(), 2 * i);
      }
      for (Party party : flow.servers()) {
        part(party, views.get(i).server(), 2 * i + 1);
      }
    }
  }

  private void part(Party party, FlowView.Side side, int part) {
    Member member = members.get(party);
    if (member == null) {
      member = new Member(side.kind(), party);
      if (party instanceof Party.Pods) {
        member.meshed = traffic.capture(party).on(party).meshed();
        member.proxy = traffic.capture(party).proxy();
      }
      members.put(party, member);
    }
    member.part.add(part);
    member.processes.add(side.process());
  }

  Member of(Party party) {
    Member member = members.get(party);
    if (member == null) {
      throw new IllegalArgumentException(party + " takes no part");
    }
    return member;
  }

  /** Returns who shares the boxes: pods first, each group and the groups in the order of names. */
  List<List<Member>> groups() {
    List<List<Member>> groups = new ArrayList<>(groups(PODS, true));
    groups.addAll(groups(OTHERS, false));
    return groups;
  }

  /** Returns whether workloads that are not alike share a box. */
  boolean isFolded() {
    return folded;
  }

  private List<List<Member>> groups(List<Function<Member, Object>> folds, boolean pods) {
    List<Member> some =
        members.values().stream()
            .filter(member -> member.kind.equals(Picture.WORKLOAD) == pods)
            .sorted(Comparator.comparing((Member member) -> member.name).thenComparing(m -> m.kind))
            .toList();
    for (int fold = 0; ; fold++) {
      Collection<List<Member>> groups = groups(some, folds.get(fold));
      if (groups.size() <= READABLE || fold == folds.size() - 1) {
        folded |= pods && fold > ALIKE;
        return List.copyOf(groups);
      }
    }
  }

  private static Collection<List<Member>> groups(List<Member> some, Function<Member, Object> by) {
    // In the order of names, so that of namesakes the same one keeps the plain name in each run.
    Map<Object, List<Member>> groups = new LinkedHashMap<>();
    for (Member member : some) {
      groups.computeIfAbsent(by.apply(member), key -> new ArrayList<>(1)).add(member);
    }
    Map<String, List<Member>> sorted = new TreeMap<>();
    HashSet<String> names = new HashSet<>();
    groups.forEach(
        (key, group) -> {
          String name = group.get(0).kind + ' ' + group.get(0).name;
          sorted.put(names.add(name) ? name : name + ' ' + key, group);
        });
    return sorted.values();
  }
}
