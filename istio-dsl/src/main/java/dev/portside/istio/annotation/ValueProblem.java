package dev.portside.istio.annotation;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the value of an annotation of a pod that gets a sidecar.
 *
 * @param key the annotation
 * @param value its value
 * @param kind what becomes of it
 * @param what what is wrong, in a sentence that goes on after the value
 * @param why what happens then, in a sentence without a period
 * @param repaired what is meant, where that is clear; else null
 */
public record ValueProblem(
    String key, String value, Kind kind, String what, String why, @Nullable String repaired) {

  /** What becomes of a value. */
  public enum Kind {
    /** The injector refuses it: no pod is created. */
    REJECTED,
    /** What writes the rules fails on it: no pod starts. */
    BREAKS,
    /** It is taken, and means something else than it says. */
    MEANS_ELSE,
    /** It does no harm where it stands, and would in another list. */
    ODD
  }
}
