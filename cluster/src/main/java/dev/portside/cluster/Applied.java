package dev.portside.cluster;

import dev.portside.manifest.ResourceRef;
import java.util.Locale;

/**
 * What became of one resource.
 *
 * @param resource its name
 * @param action what was done
 */
public record Applied(ResourceRef resource, Action action) {

  /** What was done with a resource. */
  public enum Action {
    /** It was not there. */
    CREATED,
    /** It was there, and has changed. */
    CONFIGURED,
    /** It was there as the set wants it. */
    UNCHANGED,
    /** It is gone. */
    DELETED,
    /** It was not there to be deleted. */
    ABSENT,
    /** It is ready. */
    READY;

    /** Returns the word that reports use. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns {@code Kind/namespace/name action}. */
  @Override
  public String toString() {
    return resource + " " + action.word();
  }
}
