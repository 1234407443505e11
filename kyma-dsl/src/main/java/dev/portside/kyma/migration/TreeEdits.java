package dev.portside.kyma.migration;

import dev.portside.manifest.Edit;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;

/** The edits that make one tree of another: as deep down as they can be, so that the rest stays. */
public final class TreeEdits {

  private final Edit.Target target;
  private final List<Edit> edits = new ArrayList<>();

  private TreeEdits(Edit.Target target) {
    this.target = target;
  }

  /** Returns the edits; none where both say the same. */
  public static List<Edit> of(Edit.Target target, Mapping from, Mapping to) {
    TreeEdits all = new TreeEdits(target);
    all.mapping(from, to, Pointer.root());
    return List.copyOf(all.edits);
  }

  private void mapping(Mapping from, Mapping to, Pointer at) {
    for (int i = 0; i < to.size(); i++) {
      Tree old = from.get(to.key(i));
      if (old == null) {
        edits.add(new Edit.SetField(target, at.child(to.key(i)), to.value(i), true));
      } else {
        value(old, to.value(i), at.child(to.key(i)));
      }
    }
    for (String key : from.keys()) {
      if (!to.has(key)) {
        edits.add(new Edit.RemoveField(target, at.child(key), true));
      }
    }
  }

  private void value(Tree from, Tree to, Pointer at) {
    if (from.equals(to)) {
      return;
    }
    if (from instanceof Mapping old && to instanceof Mapping next) {
      mapping(old, next, at);
    } else if (from instanceof Sequence old
        && to instanceof Sequence next
        && old.size() == next.size()) {
      for (int i = 0; i < old.size(); i++) {
        value(old.get(i), next.get(i), at.child(i));
      }
    } else {
      edits.add(new Edit.SetField(target, at, to, true));
    }
  }
}
