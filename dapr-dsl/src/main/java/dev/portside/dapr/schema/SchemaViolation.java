package dev.portside.dapr.schema;

import dev.portside.yaml.Pointer;

/**
 * What the API server does not take of a resource.
 *
 * @param kind what is wrong
 * @param field where; the field that is missing, or the value that is wrong
 * @param message what is the case, without a value that may be secret
 * @param help what to do
 */
public record SchemaViolation(Kind kind, Pointer field, String message, String help) {

  /** What is wrong with a field. */
  public enum Kind {
    /** No release has it; the API server drops it, or refuses the resource where it is strict. */
    UNKNOWN,
    /** A later release has it; as for one that none has. */
    NEWER,
    /** It stands twice; only a strict API server minds. */
    DUPLICATE,
    /** It must be there, and is not. */
    MISSING,
    /** It is something else than it must be. */
    TYPE,
    /** It is a value that is not among those there are. */
    VALUE,
    /** Several fields do not go together. */
    TOGETHER,
    /** There is no such kind, or not in this version of its API. */
    NO_SUCH_KIND,
    /** Its name is not one that Kubernetes accepts. */
    NAME
  }

  /** Returns whether the API server refuses the resource even where it is not strict. */
  public boolean isRefused() {
    return switch (kind) {
      case UNKNOWN, NEWER, DUPLICATE -> false;
      case MISSING, TYPE, VALUE, TOGETHER, NO_SUCH_KIND, NAME -> true;
    };
  }
}
