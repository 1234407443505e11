package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.portside.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users may lean on is what is public and not marked, and nothing else shows in it. */
class ApiTest {

  static final JavaClasses CLASSES = Library.CLASSES;

  /** Itself, a type around it or its package says that it is not for users. */
  private static final DescribedPredicate<JavaClass> MARKED =
      describe("marked @Internal", ApiTest::isMarked);

  static final DescribedPredicate<JavaClass> API =
      describe("of the API", type -> isPublic(type) && !isMarked(type));

  /** Of other projects, only fabric8's types and JSpecify's annotations are in signatures. */
  private static final DescribedPredicate<JavaClass> FOREIGN =
      resideInAnyPackage("org.snakeyaml..", "com.fasterxml..", "org.immutables..", "com.google..");

  private static final Pattern IMPORT = Pattern.compile("(?m)^import (dev\\.portside\\.[\\w.]+);");

  private static boolean isMarked(JavaClass type) {
    return type.isAnnotatedWith(Internal.class)
        || type.getPackage().isAnnotatedWith(Internal.class)
        || type.getEnclosingClass().filter(ApiTest::isMarked).isPresent();
  }

  /** Whether code of other packages can name a type. */
  private static boolean isPublic(JavaClass type) {
    Set<JavaModifier> modifiers = type.getModifiers();
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && type.getEnclosingClass().map(ApiTest::isPublic).orElse(true);
  }

  @Test
  void signatures_showTheApiOnly() {
    DescribedPredicate<JavaClass> hidden = describe("hidden or marked", ApiTest::isHiddenOrMarked);
    classes().that(API).should(showNo(hidden)).check(CLASSES);
  }

  /** The module of subjects for Truth shows Truth. */
  @Test
  void signatures_showNoForeignType() {
    classes()
        .that(API)
        .and()
        .resideOutsideOfPackage("dev.portside.testing..")
        .should(showNo(FOREIGN))
        .check(CLASSES);
  }

  private static boolean isHiddenOrMarked(JavaClass type) {
    return type.getPackageName().startsWith("dev.portside") && (isMarked(type) || !isPublic(type));
  }

  private static ArchCondition<JavaClass> showNo(DescribedPredicate<JavaClass> hidden) {
    return new ArchCondition<>("show no type that is " + hidden.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        supertypes(type).forEach(shown -> judge(type, type.getName(), shown, events));
        for (JavaMember member : type.getAllMembers()) {
          if (isShown(member, type)) {
            shownBy(member).forEach(shown -> judge(type, member.getFullName(), shown, events));
          }
        }
      }

      private void judge(JavaClass type, String where, JavaType shown, ConditionEvents events) {
        shown.getAllInvolvedRawTypes().stream()
            .map(JavaClass::getBaseComponentType)
            .filter(hidden)
            .map(raw -> "%s shows %s".formatted(where, raw.getName()))
            .forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
      }
    };
  }

  /** A hidden base is no part of what is shown; its members are, and so is what it rests on. */
  private static Stream<JavaType> supertypes(JavaClass type) {
    Stream<JavaType> direct =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    return Stream.concat(
        type.getTypeParameters().stream(),
        direct.flatMap(
            base -> isPublic(base.toErasure()) ? Stream.of(base) : supertypes(base.toErasure())));
  }

  private static boolean isShown(JavaMember member, JavaClass type) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return member.getOwner().getPackageName().startsWith("dev.portside")
        && !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC)
            || modifiers.contains(JavaModifier.PROTECTED)
                && !type.getModifiers().contains(JavaModifier.FINAL));
  }

  private static Stream<JavaType> shownBy(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.of(
            List.of(unit.getReturnType()),
            unit.getParameterTypes(),
            unit.getTypeParameters(),
            unit.getExceptionTypes())
        .flatMap(List::stream);
  }

  /** The comparison with the last release leaves out what lies below a marked package. */
  @Test
  void markedPackages_haveNoApiBelow() {
    List<String> marked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(folder -> folder.isAnnotatedWith(Internal.class))
            .map(folder -> folder.getName() + ".")
            .distinct()
            .toList();
    assertThat(marked).isNotEmpty();
    assertThat(
            CLASSES.stream()
                .filter(API)
                .map(JavaClass::getName)
                .filter(name -> marked.stream().anyMatch(name::startsWith))
                .toList())
        .isEmpty();
  }

  @Test
  void examplesAndReadme_useTheApiOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.portside.examples..")
        .should()
        .dependOnClassesThat(MARKED)
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat(MARKED)
        .check(new ClassFileImporter().importClasses(ReadmeTest.class));
  }

  /** The two extensions that core's tests write as anybody would. */
  @Test
  void extensionsOfOthers_useTheApiOnly() throws IOException {
    Path probes = Path.of("..", "core", "src", "test", "java", "dev", "portside", "probe");
    for (String probe : List.of("LinkerdProbe.java", "VaultAgentProbe.java")) {
      List<String> imports =
          IMPORT
              .matcher(Files.readString(probes.resolve(probe)))
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(imports).isNotEmpty();
      assertThat(imports.stream().filter(name -> !API.test(CLASSES.get(name))).toList()).isEmpty();
    }
  }
}
