package dev.portside.report;

import dev.portside.check.Finding;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.TextEdits;
import dev.portside.yaml.Input;
import dev.portside.yaml.Replacement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All edits of a finding as changes to the texts they were read from. Half of them can be worse
 * than none: a rename that only removes the old key loses the value.
 *
 * @param changes what changes in each text, in its order, no two in one place
 */
record Fix(Map<Input, List<Replacement>> changes) {

  private static final Comparator<Replacement> ORDER =
      Comparator.comparingInt(Replacement::start).thenComparingInt(Replacement::end);

  /**
   * Returns the fix of a finding, or nothing where it has no edits, or where one of them cannot be
   * written as a change to its text, or not beside the others.
   */
  static Optional<Fix> of(Finding finding, Map<Edit.Target, Resource> resources) {
    Map<Input, List<Replacement>> found = new LinkedHashMap<>();
    for (Edit edit : finding.edits()) {
      Resource resource = resources.get(edit.target());
      if (resource == null || resource.text() == null) {
        return Optional.empty();
      }
      Optional<Replacement> change = TextEdits.of(resource, edit);
      if (change.isPresent()) {
        found.computeIfAbsent(resource.text(), text -> new ArrayList<>(2)).add(change.get());
      } else if (edit instanceof Edit.MoveField
          || !edit.applyTo(resource.tree()).equals(resource.tree())) {
        return Optional.empty();
      }
    }
    Map<Input, List<Replacement>> changes = new LinkedHashMap<>();
    for (Map.Entry<Input, List<Replacement>> one : found.entrySet()) {
      List<Replacement> apart = apart(one.getValue());
      if (apart == null) {
        return Optional.empty();
      }
      changes.put(one.getKey(), apart);
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(new Fix(changes));
  }

  /** Returns them in order, or null where it matters which of two is made first. */
  private static @Nullable List<Replacement> apart(List<Replacement> changes) {
    List<Replacement> sorted = new ArrayList<>(changes);
    sorted.sort(ORDER);
    List<Replacement> apart = new ArrayList<>(sorted.size());
    for (Replacement next : sorted) {
      Replacement last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null || last.start() < next.start() && last.end() <= next.start()) {
        apart.add(next);
      } else if (last.start() == last.end() && next.start() < next.end()) {
        // What is inserted before a text that is replaced stands before what replaces it.
        String text = last.text() + next.text();
        apart.set(apart.size() - 1, new Replacement(next.start(), next.end(), text));
      } else {
        return null;
      }
    }
    return apart;
  }
}
