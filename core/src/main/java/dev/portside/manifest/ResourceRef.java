package dev.portside.manifest;

import java.util.Comparator;

/**
 * The name of a resource.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param namespace the effective one; empty for kinds that live in none
 * @param name its name
 */
public record ResourceRef(String apiVersion, String kind, String namespace, String name)
    implements Comparable<ResourceRef> {

  private static final Comparator<ResourceRef> ORDER =
      Comparator.comparing(ResourceRef::namespace)
          .thenComparing(ResourceRef::kind)
          .thenComparing(ResourceRef::name)
          .thenComparing(ResourceRef::apiVersion);

  /** Returns the API group; empty for the core group. */
  public String group() {
    return Kinds.group(apiVersion, kind);
  }

  @Override
  public int compareTo(ResourceRef other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code Kind/namespace/name}, without the namespace where there is none. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
  }
}
