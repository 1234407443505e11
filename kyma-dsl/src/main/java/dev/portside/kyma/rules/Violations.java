package dev.portside.kyma.rules;

import dev.portside.kyma.admission.AdmissionViolation;
import dev.portside.platform.Table;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the API server refuses, in words: facts of {@code violations.txt}. */
final class Violations {

  private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");
  private static final int SHOWN = 60;

  private static final List<Table.Row> ROWS = Table.read(Violations.class, "violations.txt");

  private Violations() {}

  /** Returns what is, with the value. */
  static String message(ApiRuleView view, AdmissionViolation violation) {
    String path = violation.path();
    if (violation.type() == AdmissionViolation.Type.REQUIRED) {
      return "%s is missing".formatted(path);
    }
    String must = row(view, path).map(row -> row.get("must")).orElse(violation.message());
    return "%s%s: %s".formatted(path, value(view.resource().tree().at(violation.field())), must);
  }

  private static String value(@Nullable Tree tree) {
    if (!(tree instanceof Scalar scalar)) {
      return "";
    }
    String text = scalar.text();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return scalar.isString() ? " is \"%s\"".formatted(shown) : " is %s".formatted(shown);
  }

  /** Returns what to do. */
  static String help(ApiRuleView view, AdmissionViolation violation) {
    if (violation.type() == AdmissionViolation.Type.REQUIRED) {
      return "write it";
    }
    return row(view, violation.path()).map(row -> row.get("help")).orElse("correct it");
  }

  private static Optional<Table.Row> row(ApiRuleView view, String path) {
    String field = INDEX.matcher(path).replaceAll("[]");
    String shape = view.isAccess() ? "access" : "strategies";
    return ROWS.stream()
        .filter(row -> row.get("field").equals(field) && row.get("shape").equals(shape))
        .findFirst();
  }
}
