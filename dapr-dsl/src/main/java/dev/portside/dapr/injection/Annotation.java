package dev.portside.dapr.injection;

/**
 * A pod annotation as one release reads it.
 *
 * @param key the whole key, such as {@code dapr.io/app-port}
 * @param concept what it sets, under its newest name without prefix
 * @param reads how the injector reads the value
 * @param fallback what holds without it; empty for nothing
 * @param formCell what its author can only mean, as the table has it
 */
public record Annotation(
    String key, String concept, Reads reads, String fallback, String formCell) {

  /** Returns what its author can only mean. */
  public ValueForm form() {
    return ValueForm.of(formCell);
  }

  /** Returns whether its author can only mean a number that is not a port. */
  public boolean isNumber() {
    return formCell.startsWith("number");
  }

  /** Returns whether it is one of the quantities of the sidecar's resources. */
  public boolean isQuantity() {
    return formCell.equals("quantity");
  }

  /** How the injector reads a value. */
  public enum Reads {
    /** A truth word is true, everything else false. */
    FLAG,
    /** As {@link #FLAG}; without it, somebody else decides. */
    OPTIONAL_FLAG,
    /** A decimal number of 64 bits, cut to 32 silently. */
    INT32,
    /** A decimal number of 64 bits. */
    INT,
    /** As {@link #INT}; without it, nothing is passed on. */
    OPTIONAL_INT,
    /** As it is. */
    TEXT,
    /** As it is; without it, nothing is passed on. */
    OPTIONAL_TEXT,
    /** Without quotes and blanks around it. */
    ADDRESS,
    /** As {@link #ADDRESS}; without it, nothing is passed on. */
    OPTIONAL_ADDRESS,
    /** Not at all: it is the operator's, or belongs on a component. */
    NONE;

    static Reads of(String word) {
      return switch (word) {
        case "flag" -> FLAG;
        case "flag?" -> OPTIONAL_FLAG;
        case "int32" -> INT32;
        case "int" -> INT;
        case "int?" -> OPTIONAL_INT;
        case "text" -> TEXT;
        case "text?" -> OPTIONAL_TEXT;
        case "address" -> ADDRESS;
        case "address?" -> OPTIONAL_ADDRESS;
        case "none" -> NONE;
        default -> throw new IllegalStateException("reads " + word);
      };
    }

    /** Returns whether an empty value is told from one that is not there. */
    boolean isOptional() {
      return this == OPTIONAL_FLAG || this == OPTIONAL_TEXT || this == OPTIONAL_ADDRESS;
    }

    /** Returns whether a value that is not a number is ignored. */
    public boolean isNumber() {
      return this == INT32 || this == INT || this == OPTIONAL_INT;
    }
  }
}
