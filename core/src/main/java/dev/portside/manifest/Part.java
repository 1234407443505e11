package dev.portside.manifest;

import java.util.List;

/**
 * What a set is composed of. A part is asked for its resources when the set is built, so that
 * spelling which depends on a version is decided when the platform is known.
 */
public interface Part {

  /**
   * Returns the resources it stands for, in the order in which they should appear.
   *
   * @throws UnsupportedOnPlatformException if the platform cannot express it
   */
  List<Resource> resources(Context context);

  /** Returns what it changes on its neighbours, once all resources of the set are there. */
  default List<Edit> edits(Context context, Manifests neighbours) {
    return List.of();
  }
}
