package dev.portside.testing;

import dev.portside.Internal;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.Severity;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What holds for the edits of a finding.
 *
 * @param manifests the set
 * @param before what is found in it
 * @param check what finds it
 * @param alone what a rule, by its id, finds in the set that no rule of a higher rank hides
 */
@Internal
public record EditLaws(
    Manifests manifests,
    Findings before,
    Function<Manifests, Findings> check,
    Function<String, Findings> alone) {

  /** Nothing is hidden in the set. */
  public EditLaws(Manifests manifests, Findings before, Function<Manifests, Findings> check) {
    this(manifests, before, check, rule -> before);
  }

  /** A finding as it is known again in a set that was edited. */
  private record Key(String rule, ResourceRef resource, Pointer field) {
    Key(Finding finding) {
      this(finding.rule().id(), finding.resource(), finding.field());
    }
  }

  /** Returns which laws the edits of a finding break, in words. */
  public List<String> broken(Finding finding) {
    List<String> broken = new ArrayList<>();
    List<Resource> resources = manifests.resources();
    String yaml = manifests.toYaml();
    Manifests once = manifests.with(finding.edits());
    if (!once.with(finding.edits()).resources().equals(once.resources())) {
      broken.add("making the edits twice gives another result than making them once: " + finding);
    }
    if (!manifests.resources().equals(resources) || !manifests.toYaml().equals(yaml)) {
      broken.add("edits change the set they are given: " + finding);
    }
    Map<Key, Integer> more = count(check.apply(once), finding);
    count(before, finding).forEach((key, number) -> more.merge(key, -number, Integer::sum));
    if (more.getOrDefault(new Key(finding), 0) >= 0) {
      broken.add("not repaired by its edits: " + finding);
    }
    more.forEach(
        (key, number) -> {
          if (number > 0 && !wasHidden(key)) {
            broken.add(
                "its edits cause %s on %s%s: %s"
                    .formatted(key.rule(), key.resource(), key.field(), finding));
          }
        });
    return broken;
  }

  private boolean wasHidden(Key key) {
    return !before.stream().map(Key::new).toList().contains(key)
        && alone.apply(key.rule()).stream().map(Key::new).toList().contains(key);
  }

  /** What is only worth knowing is not a defect: an edit may bring it, but not its own rule's. */
  private static Map<Key, Integer> count(Findings findings, Finding edited) {
    Map<Key, Integer> count = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.severity() != Severity.INFO || finding.rule().equals(edited.rule())) {
        count.merge(new Key(finding), 1, Integer::sum);
      }
    }
    return count;
  }
}
