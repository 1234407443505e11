package dev.portside.manifest;

/** A change to a whole set, as a pure function. */
@FunctionalInterface
public interface Step {

  /** Returns the changed set. */
  Manifests apply(Manifests manifests);
}
