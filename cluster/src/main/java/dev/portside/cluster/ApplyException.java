package dev.portside.cluster;

import java.util.List;
import java.util.stream.Collectors;

/** Some of a set was not applied, not deleted, or did not become ready; the message lists all. */
public final class ApplyException extends ClusterException {

  private static final long serialVersionUID = 1L;

  private final transient List<Failed> failures;

  ApplyException(String head, List<Failed> failures) {
    super(
        failures.stream()
            .map(failed -> "\n" + failed)
            .collect(Collectors.joining("", head + ":", "")));
    this.failures = List.copyOf(failures);
  }

  /** Returns what went wrong, a resource each. */
  public List<Failed> failures() {
    return failures;
  }
}
