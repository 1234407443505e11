package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.portside.Internal;
import dev.portside.check.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the house, held by tests. */
class ArchitectureTest {

  private static final JavaClasses CLASSES = Library.CLASSES;

  private static final String[] EXTENSIONS = {
    "dev.portside.dapr..", "dev.portside.istio..", "dev.portside.kyma.."
  };

  @Test
  void imported_isTheWholeLibrary() {
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  @Test
  void core_knowsNoExtension() {
    noClasses()
        .that()
        .resideInAPackage("dev.portside..")
        .and()
        .resideOutsideOfPackages(EXTENSIONS)
        .and()
        .resideOutsideOfPackages("dev.portside.examples..", "dev.portside.testing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EXTENSIONS)
        .check(CLASSES);
  }

  @Test
  void core_saysNoProductsName() throws IOException {
    Path core = Path.of("..", "core", "src", "main", "java");
    try (Stream<Path> files = Files.walk(core)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      for (Path source : sources) {
        String code =
            Files.readString(source)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?m)//.*$", "")
                .toLowerCase(Locale.ROOT);
        for (String product : List.of("dapr", "istio", "kyma")) {
          assertThat(code.contains(product)).isFalse();
        }
      }
    }
  }

  @Test
  void extensions_doNotSeeOneAnother() {
    for (String own : EXTENSIONS) {
      String[] others =
          Stream.of(EXTENSIONS).filter(other -> !other.equals(own)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(own)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(CLASSES);
    }
  }

  @Test
  void corePackages_seeOnlyThoseBeforeThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("value")
        .definedBy("dev.portside.value")
        .layer("yaml")
        .definedBy("dev.portside.yaml")
        .layer("platform")
        .definedBy("dev.portside.platform")
        .layer("manifest")
        .definedBy("dev.portside.manifest")
        .layer("traffic")
        .definedBy("dev.portside.traffic")
        .layer("check")
        .definedBy("dev.portside.check")
        .layer("report")
        .definedBy("dev.portside.report")
        .layer("lifecycle")
        .definedBy("dev.portside.lifecycle")
        .layer("root")
        .definedBy("dev.portside")
        .whereLayer("root")
        .mayOnlyAccessLayers(
            "value", "yaml", "platform", "manifest", "traffic", "check", "report", "lifecycle")
        .whereLayer("lifecycle")
        .mayOnlyAccessLayers("value", "yaml", "platform", "manifest")
        .whereLayer("report")
        .mayOnlyAccessLayers("value", "yaml", "platform", "manifest", "traffic", "check")
        .whereLayer("check")
        .mayOnlyAccessLayers("value", "yaml", "platform", "manifest", "traffic")
        .whereLayer("traffic")
        .mayOnlyAccessLayers("value", "yaml", "platform", "manifest")
        .whereLayer("manifest")
        .mayOnlyAccessLayers("value", "yaml", "platform")
        .whereLayer("platform")
        .mayOnlyAccessLayers("value", "yaml")
        .whereLayer("yaml")
        .mayOnlyAccessLayers("value")
        .whereLayer("value")
        .mayNotAccessAnyLayer()
        .ignoreDependency(DescribedPredicate.alwaysTrue(), type(Internal.class))
        .check(CLASSES);
  }

  @Test
  void core_needsNoPictureAndNoCluster() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.portside.pictures..",
            "dev.portside.cluster..",
            "dev.portside.cli..",
            "dev.portside.examples..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.portside.pictures..", "dev.portside.cluster..")
        .check(CLASSES);
  }

  @Test
  void istioPackages_seeOnlyThoseBelowThem() {
    List<String> downward =
        List.of(
            "extension",
            "rules",
            "",
            "authorization",
            "capture",
            "outcome",
            "annotation",
            "pod",
            "netfilter",
            "mesh",
            "gateway");
    for (int i = 1; i < downward.size(); i++) {
      noClasses()
          .that()
          .resideInAPackage(istio(downward.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              downward.subList(0, i).stream().map(above -> istio(above)).toArray(String[]::new))
          .check(CLASSES);
    }
  }

  private static String istio(String room) {
    return "dev.portside.istio" + (room.isEmpty() ? "" : "." + room);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.portside.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void cluster_isCalledByItsModuleOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.portside.cluster..", "dev.portside.examples..")
        .should()
        .accessTargetWhere(
            describe(
                "a cluster client is called",
                (JavaAccess<?> access) -> isClient(access.getTargetOwner())))
        .check(CLASSES);
  }

  private static boolean isClient(JavaClass type) {
    return type.getPackageName().startsWith("io.fabric8.kubernetes.client")
        && !type.getPackageName().equals("io.fabric8.kubernetes.client.utils");
  }

  @Test
  void rules_areFinalAndHidden() {
    classes()
        .that()
        .areAssignableTo(Rule.class)
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .notBePublic()
        .check(CLASSES);
  }

  @Test
  void packages_areNullMarked() {
    classes()
        .that()
        .resideInAPackage("dev.portside..")
        .and()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith("org.jspecify.annotations.NullMarked")
        .check(CLASSES);
    long packages = CLASSES.stream().map(JavaClass::getPackageName).distinct().count();
    long marked =
        CLASSES.stream().filter(type -> type.getSimpleName().equals("package-info")).count();
    assertThat(marked).isEqualTo(packages);
  }
}
