package dev.portside.yaml;

/**
 * A text that is not YAML. The message names input, line and column, and what was expected there.
 */
public final class YamlException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Input input;
  private final int offset;
  private final String problem;

  YamlException(Input input, int offset, String problem) {
    super(input.name() + ":" + input.position(offset) + ": " + problem);
    this.input = input;
    this.offset = offset;
    this.problem = problem;
  }

  /** Returns what was read. */
  public Input input() {
    return input;
  }

  /** Returns where it stops being YAML, in {@code char}s. */
  public int offset() {
    return offset;
  }

  /** Returns the message without the place. */
  public String problem() {
    return problem;
  }
}
