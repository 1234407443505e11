package dev.portside.cli;

/** The command line, or a file that it names, asks for what there is not. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
