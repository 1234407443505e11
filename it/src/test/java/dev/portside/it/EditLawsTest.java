package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.Iterables;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Checker;
import dev.portside.check.Findings;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.check.Strategy;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.testing.EditLaws;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EditLawsTest {

  private static final Manifests SET =
      Manifests.in("shop")
          .add(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("settings")
                  .endMetadata()
                  .addToData("old", "1")
                  .build())
          .build();

  private static final Edit.Target TARGET = SET.resources().get(0).target();
  private static final Pointer OLD = Pointer.of("data", "old");
  private static final Pointer NEW = Pointer.of("data", "new");
  private static final Pointer NEWER = Pointer.of("data", "newer");

  /** Finds a key in a ConfigMap's data. */
  private static final class KeyRule extends Rule {

    private final Pointer key;
    private final List<Edit> edits;

    KeyRule(Pointer key, Severity severity, List<Edit> edits) {
      super("no-" + key.last(), severity, Rank.SETTING, "a key");
      this.key = key;
      this.edits = edits;
    }

    @Override
    public void check(Scene scene, Found found) {
      for (Resource resource : scene.manifests().resources()) {
        if (resource.tree().at(key) != null) {
          found.add(
              at(resource, key)
                  .message(key + " is there")
                  .why("it is read")
                  .help("remove it")
                  .edits(edits));
        }
      }
    }
  }

  private static List<String> broken(Severity ofNew, Edit... edits) {
    List<Rule> rules =
        List.of(
            new KeyRule(OLD, Severity.WARNING, List.of(edits)), new KeyRule(NEW, ofNew, List.of()));
    Findings before = check(SET, rules);
    return new EditLaws(SET, before, edited -> check(edited, rules))
        .broken(Iterables.getOnlyElement(before));
  }

  private static Findings check(Manifests manifests, List<Rule> rules) {
    return Checker.check(
        new Scene(Portside.traffic(manifests), Strategy.EXCLUDE), rules, CheckOptions.defaults());
  }

  @Test
  void repairs() {
    assertThat(broken(Severity.ERROR, new Edit.RemoveField(TARGET, OLD, true))).isEmpty();
  }

  @Test
  void repairsNothing() {
    List<String> broken = broken(Severity.ERROR, new Edit.RemoveField(TARGET, NEW, true));

    assertThat(broken).hasSize(1);
    assertThat(broken.get(0)).startsWith("not repaired by its edits: ");
  }

  @Test
  void causesAnotherFinding() {
    Edit[] edits = {
      new Edit.RemoveField(TARGET, OLD, true), new Edit.SetField(TARGET, NEW, Scalar.of("1"), true)
    };

    assertThat(broken(Severity.ERROR, edits)).hasSize(1);
    assertThat(broken(Severity.WARNING, edits).get(0))
        .startsWith("its edits cause no-new on ConfigMap/shop/settings/data/new: ");
    assertThat(broken(Severity.INFO, edits)).isEmpty();
  }

  @Test
  void differTheSecondTime() {
    List<String> broken =
        broken(
            Severity.INFO,
            new Edit.MoveField(TARGET, NEW, NEWER, true),
            new Edit.MoveField(TARGET, OLD, NEW, true));

    assertThat(broken).hasSize(1);
    assertThat(broken.get(0))
        .startsWith("making the edits twice gives another result than making them once: ");
  }
}
