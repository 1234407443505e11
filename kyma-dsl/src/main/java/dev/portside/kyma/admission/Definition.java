package dev.portside.kyma.admission;

import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The official definition of one version of APIRule, as one release installs it.
 *
 * @param release the release: a number of kyma-project/api-gateway, or a date before its first
 * @param version the version of the kind, such as {@code v2}
 * @param schema what it admits
 * @param keepsUnknown whether unknown fields are kept, as all definitions did in 2020
 * @param deprecated whether the API server warns of the version
 */
public record Definition(
    String release, String version, Schema schema, boolean keepsUnknown, boolean deprecated) {

  /** Read when the first APIRule is met. */
  private static final class All {
    static final List<Definition> LIST = SchemaFile.read();
  }

  /** Returns the definition of a version in that very release. */
  public static Optional<Definition> of(String release, String version) {
    return All.LIST.stream()
        .filter(one -> one.release.equals(release) && one.version.equals(version))
        .findFirst();
  }

  /**
   * Returns the definition of a version that is nearest to a release: the newest that is not newer,
   * or the oldest; empty for a version that the kind never had.
   */
  public static Optional<Definition> at(Version apiGateway, String version) {
    Optional<Definition> nearest = Optional.empty();
    for (Definition one : All.LIST) {
      if (one.version.equals(version) && (nearest.isEmpty() || one.isOf(apiGateway))) {
        nearest = Optional.of(one);
      }
    }
    return nearest;
  }

  /**
   * Dates stand for what came before the first release, and only the first of them is installed.
   */
  private boolean isOf(Version apiGateway) {
    return !release.startsWith("20") && apiGateway.isAtLeast(Version.of(release));
  }

  /** Returns what the API server says to an object that is created with this text. */
  public Admission admit(Mapping object) {
    return new Admission.Run(this).of(object);
  }

  /** Returns the fields below one of its own, items of lists as {@code []}; not keys of maps. */
  public Set<String> fields(String top) {
    Set<String> fields = new TreeSet<>();
    Schema schema = schema().field(top);
    if (schema != null) {
      collect(schema, top, fields);
    }
    return fields;
  }

  private static void collect(Schema schema, String path, Set<String> fields) {
    schema
        .properties()
        .forEach(
            (name, child) -> {
              fields.add(path + "." + name);
              collect(child, path + "." + name, fields);
            });
    Schema items = schema.items();
    if (items != null) {
      collect(items, path + "[]", fields);
    }
  }

  @Override
  public String toString() {
    return "APIRule %s of %s".formatted(version, release);
  }
}
