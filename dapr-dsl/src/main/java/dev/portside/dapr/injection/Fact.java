package dev.portside.dapr.injection;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.List;
import java.util.Locale;

/**
 * What differs between releases; {@code facts.txt} says what each means, and since when it holds.
 */
enum Fact {
  ENABLED_SAYS_TRUE,
  EMPTY_VALUES_COUNT,
  INIT_CONTAINERS_LOOKED_AT,
  NATIVE_SIDECAR,
  SCHEDULER_ARGUMENT,
  METRICS_OFF_STOPS,
  BLANK_PLACEMENT_IS_OFF,
  APP_ID_CHECKED,
  LIVENESS_BY_TCP,
  PUBLIC_PORT,
  APP_PROTOCOL_IN_APP,
  GRPC_PORT_IN_APP;

  private static final List<Table.Row> ROWS = Table.read(Fact.class, "facts.txt");

  boolean holdsAt(Version version) {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return ROWS.stream().anyMatch(row -> row.get("fact").equals(name) && row.holdsAt(version));
  }
}
