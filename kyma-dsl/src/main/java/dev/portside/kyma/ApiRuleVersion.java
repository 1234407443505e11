package dev.portside.kyma;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A version of the kind APIRule, oldest first. */
public enum ApiRuleVersion {
  /** Of 2019 to 2023. */
  V1ALPHA1,
  /** Of 2022 to 2025. */
  V1BETA1,
  /** The stored version since 2025. */
  V2ALPHA1,
  /** The current version. */
  V2;

  /** The API group of the kind. */
  public static final String GROUP = "gateway.kyma-project.io";

  private static final Map<ApiRuleVersion, Table.Row> ROWS = rows();

  private final String word = name().toLowerCase(Locale.ROOT);
  private final String apiVersion = GROUP + "/" + word;

  private static Map<ApiRuleVersion, Table.Row> rows() {
    Map<ApiRuleVersion, Table.Row> rows = new EnumMap<>(ApiRuleVersion.class);
    for (Table.Row row : Table.read(ApiRuleVersion.class, "apirule-versions.txt")) {
      rows.put(valueOf(row.get("version").toUpperCase(Locale.ROOT)), row);
    }
    return rows;
  }

  /** Returns the {@code apiVersion} of a rule of this version. */
  public String apiVersion() {
    return apiVersion;
  }

  private Table.Row row() {
    return Objects.requireNonNull(ROWS.get(this));
  }

  /** Returns whether a cluster of that release accepts rules of this version. */
  public boolean isAcceptedBy(Version apiGateway) {
    return row().holdsAt(apiGateway);
  }

  /** Returns the release since which no cluster accepts it; empty while some do. */
  public String removedIn() {
    return row().get("until");
  }

  /** Returns whether rules of this version are spelled with access strategies and mutators. */
  boolean hasStrategies() {
    return row().get("shape").equals("strategies");
  }

  /** Returns the newest version that a cluster of that release accepts. */
  public static ApiRuleVersion newest(Version apiGateway) {
    ApiRuleVersion[] versions = values();
    for (int i = versions.length - 1; i >= 0; i--) {
      if (versions[i].isAcceptedBy(apiGateway)) {
        return versions[i];
      }
    }
    return V2;
  }

  /** Returns the version of an {@code apiVersion}, where it is one of the kind's. */
  public static Optional<ApiRuleVersion> of(String apiVersion) {
    for (ApiRuleVersion version : ROWS.keySet()) {
      if (version.apiVersion.equals(apiVersion)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Returns the version's own name, such as {@code v2}. */
  @Override
  public String toString() {
    return word;
  }
}
