package dev.portside.it;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;

/** The classes of all modules without those of their tests, which some modules hand on in a jar. */
final class Library {

  private static final ImportOption NOT_OF_TESTS =
      location -> !location.matches(Pattern.compile(".*(/test-classes/|-tests\\.jar).*"));

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(NOT_OF_TESTS)
          .importPackages("dev.portside");

  private Library() {}
}
