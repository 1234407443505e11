package dev.portside.manifest;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A change to one field of one resource, as data: it can be compared, merged, shown and applied,
 * and applying it twice is applying it once.
 */
public sealed interface Edit {

  /**
   * Which resource an edit changes.
   *
   * @param ref its name
   * @param input where it is written, as {@link Source#input()}
   * @param document which of the input's documents, from 0
   * @param base where it stands in the document: the root, or an item of a list
   */
  record Target(ResourceRef ref, String input, int document, Pointer base) {}

  /** Returns which resource it changes. */
  Target target();

  /** Returns which field it changes. */
  Pointer field();

  /**
   * Returns whether it is right whatever the rest of the world does. One that is not is
   * coordinated: right only when the other end of the connection changes too.
   */
  boolean safe();

  /** Returns its name in reports: {@code setField}, {@code addToList} and so on. */
  String op();

  /** Returns the tree with the change made. */
  Tree applyTo(Tree tree);

  /** Sets a field, and makes it where it is missing. */
  record SetField(Target target, Pointer field, Tree value, boolean safe) implements Edit {
    @Override
    public String op() {
      return "setField";
    }

    @Override
    public Tree applyTo(Tree tree) {
      return tree.with(field, value);
    }
  }

  /** Removes a field. */
  record RemoveField(Target target, Pointer field, boolean safe) implements Edit {
    @Override
    public String op() {
      return "removeField";
    }

    @Override
    public Tree applyTo(Tree tree) {
      return tree.without(field);
    }
  }

  /**
   * Moves a field's value to another place; where something stands there already, that one stays.
   */
  record MoveField(Target target, Pointer field, Pointer to, boolean safe) implements Edit {
    /** Refuses a place inside the field itself. */
    public MoveField {
      int length = field.segments().size();
      if (to.segments().size() >= length
          && to.segments().subList(0, length).equals(field.segments())) {
        throw new IllegalArgumentException("%s: cannot move to %s".formatted(field, to));
      }
    }

    @Override
    public String op() {
      return "moveField";
    }

    @Override
    public Tree applyTo(Tree tree) {
      Tree value = tree.at(field);
      if (value == null) {
        return tree;
      }
      Tree without = tree.without(field);
      Tree there = without.at(to);
      boolean free = there == null || there instanceof Scalar scalar && scalar.isNull();
      return free ? without.with(to, value) : without;
    }
  }

  /** How a list of strings is written. */
  enum ListForm {
    /** As one text, the items separated by commas. */
    COMMAS,
    /** As a sequence. */
    SEQUENCE
  }

  /** Appends the values that a list lacks, and makes the list where it is missing. */
  record AddToList(Target target, Pointer field, ListForm form, List<String> values, boolean safe)
      implements Edit {
    /** Copies the values, each once. */
    public AddToList {
      values = List.copyOf(new LinkedHashSet<>(values));
    }

    @Override
    public String op() {
      return "addToList";
    }

    @Override
    public Tree applyTo(Tree tree) {
      List<String> items = items(tree, field);
      List<String> missing = new ArrayList<>(values);
      missing.removeAll(new HashSet<>(items));
      if (missing.isEmpty()) {
        return tree;
      }
      if (tree.at(field) instanceof Sequence sequence) {
        return tree.with(field, appended(sequence, missing));
      }
      items.addAll(missing);
      Tree list =
          form == ListForm.COMMAS ? Scalar.of(String.join(",", items)) : Sequence.ofTexts(items);
      return tree.with(field, list);
    }

    private static Sequence appended(Sequence sequence, List<String> missing) {
      Sequence.Builder longer = Sequence.builder();
      sequence.forEach(longer::add);
      missing.forEach(value -> longer.add(Scalar.of(value)));
      return longer.build();
    }
  }

  /**
   * Removes values from a list, of either form.
   *
   * @param keepsEmpty whether a list that lost its last value stays, empty; else its field goes
   */
  record RemoveFromList(
      Target target, Pointer field, List<String> values, boolean keepsEmpty, boolean safe)
      implements Edit {
    /** Copies the values. */
    public RemoveFromList {
      values = List.copyOf(values);
    }

    @Override
    public String op() {
      return "removeFromList";
    }

    @Override
    public Tree applyTo(Tree tree) {
      List<String> items = items(tree, field);
      if (!items.removeAll(values)) {
        return tree;
      }
      if (items.isEmpty() && !keepsEmpty) {
        return tree.without(field);
      }
      Tree list =
          tree.at(field) instanceof Sequence
              ? Sequence.ofTexts(items)
              : Scalar.of(String.join(",", items));
      return tree.with(field, list);
    }
  }

  private static List<String> items(Tree tree, Pointer field) {
    List<String> items = new ArrayList<>();
    Tree node = tree.at(field);
    if (node instanceof Sequence sequence) {
      items.addAll(sequence.texts());
    } else if (node instanceof Scalar list && !list.isNull()) {
      for (String item : list.text().split(",", -1)) {
        if (!item.isBlank()) {
          items.add(item.trim());
        }
      }
    }
    return items;
  }

  /**
   * Returns edits that do the same, those that follow one another on one list as one: a list that
   * changes is one change to whoever reads it, and is copied once.
   */
  static List<Edit> merged(List<? extends Edit> edits) {
    List<Edit> merged = new ArrayList<>(edits.size());
    for (int next = 0; next < edits.size(); ) {
      Edit first = edits.get(next++);
      Set<String> values = new LinkedHashSet<>(listed(first));
      while (next < edits.size() && changeOneList(first, edits.get(next))) {
        values.addAll(listed(edits.get(next++)));
      }
      List<String> all = List.copyOf(values);
      merged.add(all.equals(listed(first)) ? first : with(first, all));
    }
    return List.copyOf(merged);
  }

  private static List<String> listed(Edit edit) {
    if (edit instanceof AddToList add) {
      return add.values;
    }
    return edit instanceof RemoveFromList remove ? remove.values : List.of();
  }

  private static boolean changeOneList(Edit one, Edit next) {
    return (one instanceof AddToList || one instanceof RemoveFromList)
        && with(one, List.of()).equals(with(next, List.of()));
  }

  private static Edit with(Edit edit, List<String> values) {
    if (edit instanceof AddToList add) {
      return new AddToList(add.target, add.field, add.form, values, add.safe);
    }
    return edit instanceof RemoveFromList remove
        ? new RemoveFromList(remove.target, remove.field, values, remove.keepsEmpty, remove.safe)
        : edit;
  }

  /** Returns the resource with all its edits made, in order. */
  static Resource apply(Resource resource, List<Edit> edits) {
    Tree tree = resource.tree();
    for (Edit edit : merged(edits)) {
      tree = edit.applyTo(tree);
    }
    return tree == resource.tree() ? resource : resource.with((Mapping) tree);
  }
}
