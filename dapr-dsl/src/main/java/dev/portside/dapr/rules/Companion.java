package dev.portside.dapr.rules;

import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A container that another controller adds to the pods of a kind.
 *
 * @param process its name
 * @param ports the ports on which it listens
 * @param appPort the port that an app gets whose container declares none
 */
record Companion(String process, Set<Integer> ports, int appPort) {

  private record Row(String group, String kind, Companion companion) {}

  private static final List<Row> ROWS = rows();

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Table.Row row : Table.read(Companion.class, "companions.txt")) {
      Set<Integer> ports = new TreeSet<>();
      for (String port : row.get("ports").split(" ", -1)) {
        ports.add(Integer.valueOf(port));
      }
      int appPort = Integer.parseInt(row.get("appPort"));
      Companion companion = new Companion(row.get("process"), ports, appPort);
      rows.add(new Row(row.get("group"), row.get("kind"), companion));
    }
    return List.copyOf(rows);
  }

  /** Returns the one of a workload's pods, where its kind gets one. */
  static Optional<Companion> of(Workload workload) {
    ResourceRef ref = workload.resource().ref();
    return ROWS.stream()
        .filter(row -> row.group().equals(ref.group()) && row.kind().equals(ref.kind()))
        .map(Row::companion)
        .findFirst();
  }
}
