package dev.portside.check;

import dev.portside.manifest.ResourceRef;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The findings of one check, in a fixed order. Immutable. */
public final class Findings implements Iterable<Finding> {

  private final List<Finding> findings;
  private final List<Finding> suppressed;

  Findings(List<Finding> findings, List<Finding> suppressed) {
    this.findings = List.copyOf(findings);
    this.suppressed = List.copyOf(suppressed);
  }

  /** Returns those that an annotation with a reason, or a baseline, keeps from being reported. */
  public List<Finding> suppressed() {
    return suppressed;
  }

  /** Returns all of them. */
  public List<Finding> all() {
    return findings;
  }

  /** Returns those of that severity. */
  public List<Finding> of(Severity severity) {
    return stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** Returns those of the rule of that id. */
  public List<Finding> of(String ruleId) {
    return stream().filter(finding -> finding.rule().id().equals(ruleId)).toList();
  }

  /** Returns the errors. */
  public List<Finding> errors() {
    return of(Severity.ERROR);
  }

  /** Returns the warnings. */
  public List<Finding> warnings() {
    return of(Severity.WARNING);
  }

  /** Returns those about resources of a namespace, and about the namespace itself. */
  public Findings in(String namespace) {
    return new Findings(
        findings.stream().filter(finding -> isIn(finding, namespace)).toList(),
        suppressed.stream().filter(finding -> isIn(finding, namespace)).toList());
  }

  private static boolean isIn(Finding finding, String namespace) {
    ResourceRef resource = finding.resource();
    return resource.namespace().equals(namespace)
        || (resource.kind().equals("Namespace") && resource.name().equals(namespace));
  }

  /** Returns whether there is no finding at all. */
  public boolean isEmpty() {
    return findings.isEmpty();
  }

  /** Returns all of them as a stream. */
  public Stream<Finding> stream() {
    return findings.stream();
  }

  @Override
  public Iterator<Finding> iterator() {
    return findings.iterator();
  }

  /**
   * Returns these findings if none is an error.
   *
   * @throws FindingsException if there is an error; its message lists all errors, for a build's log
   */
  public Findings throwIfErrors() {
    List<Finding> errors = errors();
    if (!errors.isEmpty()) {
      throw new FindingsException(errors, findings.size() - errors.size());
    }
    return this;
  }

  @Override
  public String toString() {
    return findings.toString();
  }
}
