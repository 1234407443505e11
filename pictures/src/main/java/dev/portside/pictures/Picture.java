package dev.portside.pictures;

import dev.portside.report.FlowView;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all drawings of a set's connections show: who takes part, as boxes with the processes in
 * them, and the connections among these. Equal sets give equal pictures, in whatever order their
 * documents stand.
 *
 * @param boxes who takes part: pods first, then everybody else, then meetings
 * @param edges the connections, in the order of the flows
 * @param flows the flows that the edges refer to
 * @param folded whether workloads that are not alike share a box, since there are too many to draw
 */
record Picture(List<Box> boxes, List<Edge> edges, List<FlowView> flows, boolean folded) {

  /** The kind of a box of which everybody meets everybody through it. */
  static final String MEETING = "Meeting";

  /** The kind of a box of pods. */
  static final String WORKLOAD = "Workload";

  /** So many names of folded ones are told. */
  private static final int NAMES = 3;

  Picture {
    boxes = List.copyOf(boxes);
    edges = List.copyOf(edges);
    flows = List.copyOf(flows);
  }

  /** Returns the picture of some flows of a set. */
  static Picture of(Traffic traffic, Flows flows) {
    return new PictureBuilder(traffic, FlowView.of(flows)).build();
  }

  /**
   * Somebody who takes part.
   *
   * @param id its name within the picture: letters and digits
   * @param kind {@link #WORKLOAD}, what somebody outside the set is, or {@link #MEETING}
   * @param title what stands on it
   * @param members all who share it, by name
   * @param items the processes in it; none for who is outside the set
   */
  record Box(String id, String kind, String title, List<String> members, List<Item> items) {
    Box {
      members = List.copyOf(members);
      items = List.copyOf(items);
    }

    /** Returns the lines below the title: of folded ones the first names. */
    List<String> lines() {
      if (members.size() < 2) {
        return List.of();
      }
      int told = members.size() > NAMES + 1 ? NAMES : members.size();
      List<String> lines = new ArrayList<>(members.subList(0, told));
      if (told < members.size()) {
        lines.add("and %,d more".formatted(members.size() - told));
      }
      return lines;
    }

    boolean isPods() {
      return kind.equals(WORKLOAD);
    }
  }

  /**
   * A process in a box.
   *
   * @param id its name within the picture
   * @param name the process
   * @param proxy whether it is the mesh's
   */
  record Item(String id, String name, boolean proxy) {}

  /**
   * Connections between the same two that end alike.
   *
   * @param from who dials: the id of an item or box
   * @param to who answers
   * @param both whether each of the two dials the other
   * @param result what becomes of them; null for the way through a pod to its own proxy
   * @param label who encrypts them, and their ports
   * @param flows indices of the flows
   */
  record Edge(
      String from,
      String to,
      boolean both,
      @Nullable Result result,
      String label,
      List<Integer> flows) {
    Edge {
      flows = List.copyOf(flows);
    }

    /** Returns the word by which styles know it. */
    String style() {
      return result == null ? "handover" : result.word();
    }
  }
}
