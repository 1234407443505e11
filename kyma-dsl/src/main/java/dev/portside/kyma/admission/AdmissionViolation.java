package dev.portside.kyma.admission;

import dev.portside.yaml.Pointer;

/**
 * One thing that the API server refuses.
 *
 * @param field the field
 * @param type what is wrong with it, as the API server classes it
 * @param message what is wrong, in a sentence without a period
 */
public record AdmissionViolation(Pointer field, Type type, String message) {

  /** The API server's classes of refusals. */
  public enum Type {
    /** Something that must be there is not. */
    REQUIRED("FieldValueRequired", true),
    /** A value of another type. */
    TYPE("FieldValueTypeInvalid", true),
    /** A text that is none of the allowed ones. */
    NOT_SUPPORTED("FieldValueNotSupported", true),
    /** A text that is too long. */
    TOO_LONG("FieldValueTooLong", true),
    /** Too many items. */
    TOO_MANY("FieldValueTooMany", true),
    /** Anything else. */
    INVALID("FieldValueInvalid", false);

    private final String reason;
    private final boolean blocking;

    Type(String reason, boolean blocking) {
      this.reason = reason;
      this.blocking = blocking;
    }

    /** Returns the API server's word for it. */
    public String reason() {
      return reason;
    }

    /** Returns whether it keeps the API server from evaluating CEL rules. */
    boolean isBlocking() {
      return blocking;
    }
  }

  /** Returns the field as the API server writes it: {@code spec.rules[0].path}. */
  public String path() {
    return Paths.dotted(field);
  }
}
