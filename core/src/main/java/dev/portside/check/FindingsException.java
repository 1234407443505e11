package dev.portside.check;

import java.util.List;

/** A set has errors. The message tells each with its place, reason and remedy. */
public final class FindingsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Finding> errors;

  FindingsException(List<Finding> errors, int others) {
    super(message(errors, others));
    this.errors = List.copyOf(errors);
  }

  /** Returns the errors. */
  public List<Finding> errors() {
    return errors;
  }

  private static String message(List<Finding> errors, int others) {
    StringBuilder text = new StringBuilder();
    text.append(errors.size()).append(errors.size() == 1 ? " error" : " errors");
    if (others > 0) {
      text.append(" (and ").append(others).append(" lesser findings)");
    }
    for (Finding error : errors) {
      text.append("\n\n").append(error);
      text.append("\n  why: ").append(error.why());
      text.append("\n  help: ").append(error.help());
    }
    return text.append('\n').toString();
  }
}
