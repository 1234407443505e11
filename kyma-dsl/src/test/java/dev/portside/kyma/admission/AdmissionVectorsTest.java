package dev.portside.kyma.admission;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portside.kyma.Recording;
import dev.portside.kyma.Recording.Differences;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each line is an APIRule and what a real API server with an official definition answered. */
final class AdmissionVectorsTest {

  @Test
  void schemas_areThoseOfTheDefinitions() throws IOException {
    Optional<String> text = SchemaFiles.text();
    assumeTrue(text.isPresent(), "no definitions beside the checkout: not compared with them");
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.writeString(SchemaFiles.shipped(), text.orElseThrow());
    }

    assertWithMessage("-Dportside.golden=write writes it anew")
        .that(Files.readString(SchemaFiles.shipped()))
        .isEqualTo(text.orElseThrow());
  }

  @Test
  void admission_asApiServer() {
    assertThat(Recording.judge("kyma-crd-admission", AdmissionVectorsTest::judge)).isEmpty();
  }

  private static void judge(Mapping vector, Differences differences) {
    Mapping expect = vector.mapping("expect");
    String version = vector.text("version");
    Definition definition = Definition.of(vector.text("crd"), version).orElseThrow();
    Admission admission = definition.admit(vector.mapping("manifest"));
    differences.compare("accepted", expect.text("accepted"), "" + admission.accepted());
    differences.compare("fields", causes(expect), refused(admission));
    differences.compare(
        "celSkipped", expect.findText("celSkipped").orElse("false"), "" + admission.celSkipped());
    differences.compare(
        "unreadable", "400".equals(expect.text("code")), !admission.unreadable().isEmpty());
    if (admission.accepted()) {
      accepted(vector, expect, admission, differences);
      differences.compare("deprecated", expect.has("deprecationWarning"), definition.deprecated());
    }
    Mapping others = vector.mapping("acceptedByOtherCrd");
    for (String release : others.keys()) {
      Definition other = Definition.of(release, version).orElseThrow();
      boolean accepted = other.admit(vector.mapping("manifest")).accepted();
      differences.compare("accepted by " + release, others.text(release), "" + accepted);
    }
  }

  private static void accepted(
      Mapping vector, Mapping expect, Admission admission, Differences differences) {
    Set<String> unknown =
        admission.unknown().stream()
            .map(Paths::dotted)
            .collect(Collectors.toCollection(TreeSet::new));
    differences.compare(
        "unknown", new TreeSet<>(expect.sequence("unknownFields").texts()), unknown);
    Set<String> dropped = new TreeSet<>();
    dropped(vector.mapping("manifest"), admission.stored(), Pointer.root(), dropped);
    Set<String> recorded = new TreeSet<>();
    for (Tree difference : expect.sequence("storedDiffers")) {
      if (difference.child("0").toJava().equals("dropped")) {
        recorded.add((String) difference.child("1").toJava());
      }
    }
    differences.compare("dropped", recorded, dropped);
  }

  private static void dropped(Tree posted, Tree stored, Pointer at, Set<String> dropped) {
    Set<String> segments = new TreeSet<>();
    if (posted instanceof Mapping mapping) {
      segments.addAll(mapping.keys());
    } else {
      for (int i = 0; posted.child("" + i) != null; i++) {
        segments.add("" + i);
      }
    }
    for (String segment : segments) {
      Tree kept = stored.child(segment);
      if (kept == null) {
        dropped.add("." + Paths.dotted(at.child(segment)));
      } else {
        dropped(posted.child(segment), kept, at.child(segment), dropped);
      }
    }
  }

  private static Set<String> causes(Mapping expect) {
    Set<String> causes = new TreeSet<>();
    for (Tree cause : expect.sequence("causes")) {
      Mapping mapping = (Mapping) cause;
      causes.add(mapping.text("field") + " " + mapping.text("type"));
    }
    return causes;
  }

  private static Set<String> refused(Admission admission) {
    return admission.violations().stream()
        .map(one -> one.path() + " " + one.type().reason())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
