package dev.portside.dapr.injection;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What differs between releases; {@code facts.txt} says what each means, and since when it holds.
 */
public enum Fact {
  /** Only {@code true} injects. */
  ENABLED_SAYS_TRUE,
  /** An empty value replaces the default. */
  EMPTY_VALUES_COUNT,
  /** A {@code daprd} among the init containers stops the injection. */
  INIT_CONTAINERS_LOOKED_AT,
  /** The sidecar may be an init container that keeps running. */
  NATIVE_SIDECAR,
  /** The scheduler's address is an argument. */
  SCHEDULER_ARGUMENT,
  /** {@code enable-metrics=false} stops the listener. */
  METRICS_OFF_STOPS,
  /** A blank address of placement or scheduler means none. */
  BLANK_PLACEMENT_IS_OFF,
  /** A wrong app id is refused. */
  APP_ID_CHECKED,
  /** The liveness probe opens a connection. */
  LIVENESS_BY_TCP,
  /** Health is served on port 3501. */
  PUBLIC_PORT,
  /** The app's containers get {@code APP_PROTOCOL}. */
  APP_PROTOCOL_IN_APP,
  /** The app's containers get {@code DAPR_GRPC_PORT}. */
  GRPC_PORT_IN_APP,
  /** The protocol's word says whether it is TLS; before, {@code app-ssl} does. */
  TLS_IN_PROTOCOL,
  /** The operator makes Services for StatefulSets. */
  STATEFUL_SETS_SERVED,
  /** Sentry is dialled whether or not sidecars encrypt calls among themselves. */
  SENTRY_WITHOUT_MTLS,
  /** Calls to the control plane are encrypted whether or not those among sidecars are. */
  CONTROL_PLANE_ALWAYS_TLS;

  private static final List<Table.Row> ROWS = Table.read(Fact.class, "facts.txt");

  /** Returns what holds at a release. */
  static Set<Fact> at(Version version) {
    Set<Fact> holding = EnumSet.noneOf(Fact.class);
    for (Table.Row row : ROWS) {
      if (row.holdsAt(version)) {
        holding.add(valueOf(row.get("fact").toUpperCase(Locale.ROOT).replace('-', '_')));
      }
    }
    return holding;
  }
}
