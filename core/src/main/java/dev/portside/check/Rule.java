package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Pointer;
import java.util.List;

/** One kind of defect, and how to find it. Pure: the same scene has the same findings. */
public abstract class Rule {

  private final RuleInfo info;

  /**
   * Makes a rule.
   *
   * @see RuleInfo
   */
  protected Rule(String id, Severity severity, Rank rank, String summary) {
    this.info = new RuleInfo(id, severity, rank, summary);
  }

  /** Returns its description. */
  public final RuleInfo info() {
    return info;
  }

  /** Finds what there is, in any order. */
  public abstract void check(Scene scene, Found found);

  /** Returns a finding about a field of a resource, in which the sentences are missing. */
  protected final Finding.Builder at(Resource resource, Pointer field) {
    return Finding.of(info, resource, field);
  }

  /** Returns a finding about what edits repair, with them; about it all where there are none. */
  protected final Finding.Builder at(Resource resource, List<Edit> edits) {
    return at(resource, edits.isEmpty() ? Pointer.root() : edits.get(0).field()).edits(edits);
  }

  /** Returns a finding about an annotation of a workload's pods. */
  protected final Finding.Builder at(Workload workload, String annotation) {
    return at(workload.resource(), workload.annotationField(annotation));
  }
}
