package dev.portside.kyma;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A version of the kind APIRule, oldest first. */
public enum ApiRuleVersion {
  /** Of 2019 to 2023. */
  V1ALPHA1,
  /** Of 2022 to 2025. */
  V1BETA1,
  /** The stored one since 2025. */
  V2ALPHA1,
  /** The current one. */
  V2;

  /** The API group of the kind. */
  public static final String GROUP = "gateway.kyma-project.io";

  private static final List<Table.Row> ROWS =
      Table.read(ApiRuleVersion.class, "apirule-versions.txt");

  /** Returns the {@code apiVersion} of a rule of this version. */
  public String apiVersion() {
    return GROUP + "/" + word();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private Table.Row row() {
    return ROWS.stream().filter(row -> row.get("version").equals(word())).findFirst().orElseThrow();
  }

  /** Returns whether a cluster of that release accepts rules of this version. */
  public boolean isAcceptedBy(Version apiGateway) {
    return row().holdsAt(apiGateway);
  }

  /** Returns the release since which no cluster accepts it; empty while they do. */
  public String removedIn() {
    return row().get("until");
  }

  /** Returns whether rules of this version are spelled with access strategies and mutators. */
  boolean hasStrategies() {
    return row().get("shape").equals("strategies");
  }

  /** Returns the newest version that a cluster of that release accepts. */
  public static ApiRuleVersion newest(Version apiGateway) {
    return Arrays.stream(values())
        .filter(version -> version.isAcceptedBy(apiGateway))
        .reduce((older, newer) -> newer)
        .orElse(V2);
  }

  /** Returns the version of an {@code apiVersion}, where it is one of the kind's. */
  public static Optional<ApiRuleVersion> of(String apiVersion) {
    return Arrays.stream(values())
        .filter(version -> version.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** Returns the version's own name, such as {@code v2}. */
  @Override
  public String toString() {
    return word();
  }
}
