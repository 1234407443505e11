package dev.portside.testing;

import static com.google.common.truth.Fact.fact;
import static com.google.common.truth.Fact.simpleFact;

import com.google.common.truth.FailureMetadata;
import com.google.common.truth.Subject;
import com.google.common.truth.Truth;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Propositions about the findings of a check.
 *
 * <pre>{@code
 * assertThat(Portside.check(manifests)).hasNoErrors();
 * }</pre>
 */
public final class FindingsSubject extends Subject {

  private final @Nullable Findings actual;

  private FindingsSubject(FailureMetadata metadata, @Nullable Findings actual) {
    super(metadata, actual);
    this.actual = actual;
  }

  /** Begins a proposition about findings. */
  public static FindingsSubject assertThat(Findings findings) {
    return Truth.assertAbout(findings()).that(findings);
  }

  /** Returns the factory of this subject, for {@code assertAbout} and {@code expect}. */
  public static Subject.Factory<FindingsSubject, Findings> findings() {
    return FindingsSubject::new;
  }

  /** Fails if one of the findings is an error. */
  public void hasNoErrors() {
    List<Finding> errors = present().errors();
    if (!errors.isEmpty()) {
      failWithoutActual(simpleFact("expected no errors"), fact("but found", lines(errors)));
    }
  }

  /** Fails unless the rule of that id found something. */
  public void contains(String ruleId) {
    if (present().of(ruleId).isEmpty()) {
      failWithoutActual(
          fact("expected a finding of", ruleId), fact("but found", lines(present().all())));
    }
  }

  /** Fails if the rule of that id found something. */
  public void doesNotContain(String ruleId) {
    List<Finding> found = present().of(ruleId);
    if (!found.isEmpty()) {
      failWithoutActual(fact("expected no finding of", ruleId), fact("but found", lines(found)));
    }
  }

  private Findings present() {
    return Objects.requireNonNull(actual, "findings");
  }

  private static String lines(List<Finding> findings) {
    return findings.isEmpty()
        ? "nothing"
        : findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
