package dev.portside.manifest;

import dev.portside.Internal;
import dev.portside.yaml.Input;
import dev.portside.yaml.Replacement;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.TextEditor;
import dev.portside.yaml.Tree;
import java.util.Optional;

/** Turns an edit of a resource into a change to the text it was read from. */
@Internal
public final class TextEdits {

  private TextEdits() {}

  /**
   * Returns the change to the text, or nothing where the resource was made by code, where the edit
   * changes nothing, or where no small change to the text says the same.
   */
  public static Optional<Replacement> of(Resource resource, Edit edit) {
    Input input = resource.text();
    if (input == null) {
      return Optional.empty();
    }
    TextEditor editor = new TextEditor(input.text(), resource.tree());
    if (edit instanceof Edit.MoveField move) {
      return move.field().parent().equals(move.to().parent())
              && resource.tree().at(move.to()) == null
          ? editor.rename(move.field(), move.to().last())
          : Optional.empty();
    }
    Tree after = edit.applyTo(resource.tree());
    if (after.equals(resource.tree())) {
      return Optional.empty();
    }
    Tree value = after.at(edit.field());
    if (value == null) {
      return editor.remove(edit.field());
    }
    return value instanceof Scalar scalar && scalar.isString()
        ? editor.set(edit.field(), scalar.text())
        : Optional.empty();
  }
}
