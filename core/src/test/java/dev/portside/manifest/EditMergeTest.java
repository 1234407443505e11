package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.Edit.AddToList;
import dev.portside.manifest.Edit.ListForm;
import dev.portside.manifest.Edit.RemoveFromList;
import dev.portside.yaml.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EditMergeTest {

  private static final Edit.Target TARGET =
      new Edit.Target(new ResourceRef("v1", "Pod", "shop", "a"), "a.yaml", 0, Pointer.root());
  private static final Pointer LIST = Pointer.of("list");

  private static AddToList add(String value) {
    return new AddToList(TARGET, LIST, ListForm.COMMAS, List.of(value), true);
  }

  private static RemoveFromList remove(String value, boolean safe) {
    return new RemoveFromList(TARGET, LIST, List.of(value), false, safe);
  }

  @Test
  void sameList_isOneEdit() {
    assertThat(Edit.merged(List.of(remove("1", true), remove("2", true), remove("1", true))))
        .containsExactly(new RemoveFromList(TARGET, LIST, List.of("1", "2"), false, true));
    assertThat(Edit.merged(List.of(add("1"), add("2"))))
        .containsExactly(new AddToList(TARGET, LIST, ListForm.COMMAS, List.of("1", "2"), true));
  }

  @Test
  void otherSafetyListOrDirection_staysApart() {
    RemoveFromList other =
        new RemoveFromList(TARGET, Pointer.of("other"), List.of("3"), false, true);
    List<Edit> edits = List.of(remove("1", true), remove("2", false), other, add("4"));

    assertThat(Edit.merged(edits)).containsExactlyElementsIn(edits).inOrder();
  }
}
