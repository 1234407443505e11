package dev.portside.kyma;

import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.AdmissionViolation;
import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.migration.AlphaToBeta;
import dev.portside.kyma.migration.BetaToAccess;
import dev.portside.kyma.migration.Remark;
import dev.portside.kyma.migration.TreeEdits;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Source;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The migration of an APIRule to a newer version: v1alpha1 → v1beta1 → v2. It succeeds only where
 * the newer version can express the same; otherwise each reason is listed with its field and line.
 *
 * <pre>{@code
 * var migration = ApiRuleMigration.of(rule).to(ApiRuleVersion.V2);
 * migration.refused().forEach(System.out::println);
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 docs/user/apirule-migration, apis/gateway/v1beta1.
 */
public final class ApiRuleMigration {

  private static final Version NEWEST = Version.of("3.10.0");

  /**
   * A remark on a field.
   *
   * @param field the field of the rule as it is written
   * @param source where it is written
   * @param message what is, in a sentence without a period
   * @param help what to do
   */
  public record Note(Pointer field, Source source, String message, String help) {

    /** Returns {@code file:line:column: message}. */
    @Override
    public String toString() {
      return source + ": " + message;
    }
  }

  private final Resource rule;
  private final ApiRuleVersion from;
  private final Mapping migrated;
  private final List<Remark> refused;
  private final List<Remark> notes;

  private ApiRuleMigration(
      Resource rule,
      ApiRuleVersion from,
      Mapping migrated,
      List<Remark> refused,
      List<Remark> notes) {
    this.rule = rule;
    this.from = from;
    this.migrated = migrated;
    this.refused = List.copyOf(refused);
    this.notes = List.copyOf(notes);
  }

  /**
   * Returns the migration of a rule, still in its own version.
   *
   * @throws IllegalArgumentException if it is not an APIRule of a known version
   */
  public static ApiRuleMigration of(Resource rule) {
    Optional<ApiRuleVersion> version =
        rule.kind().equals("APIRule")
            ? ApiRuleVersion.of(rule.ref().apiVersion())
            : Optional.empty();
    ApiRuleVersion from =
        version.orElseThrow(
            () -> new IllegalArgumentException(rule + " is not an APIRule of a known version"));
    return new ApiRuleMigration(rule, from, rule.tree(), List.of(), List.of());
  }

  /**
   * Returns the migration to a newer version, or to the same.
   *
   * @throws IllegalArgumentException if the version is older than the rule's
   */
  public ApiRuleMigration to(ApiRuleVersion to) {
    if (to.compareTo(from) < 0) {
      throw new IllegalArgumentException("%s is older than %s".formatted(to, from));
    }
    List<Remark> against = new ArrayList<>();
    List<Remark> said = new ArrayList<>();
    Mapping spec = rule.tree().mapping("spec");
    if (from == ApiRuleVersion.V1ALPHA1 && to != from) {
      AlphaToBeta step = new AlphaToBeta(spec);
      spec = step.spec();
      against.addAll(step.refused());
    }
    if (from.hasStrategies() && !to.hasStrategies()) {
      BetaToAccess step = new BetaToAccess(spec, rule.namespace());
      spec = step.spec();
      against.addAll(step.refused());
      said.addAll(step.notes());
    }
    Mapping next =
        (Mapping)
            rule.tree()
                .with(Pointer.of("apiVersion"), Scalar.of(to.apiVersion()))
                .with(Pointer.of("spec"), spec)
                .without(to == from ? Pointer.of("none") : Pointer.of("status"));
    if (against.isEmpty()) {
      Admission admission =
          Definition.at(NEWEST, to.toString()).map(one -> one.admit(next)).orElseThrow();
      admission.violations().forEach(one -> against.add(remark(one, to)));
    }
    return new ApiRuleMigration(rule, from, next, against, said);
  }

  private static Remark remark(AdmissionViolation violation, ApiRuleVersion to) {
    return new Remark(
        violation.field(),
        "%s would refuse %s: %s".formatted(to, violation.path(), violation.message()),
        "correct it first");
  }

  /** Returns whether the rule can be migrated: nothing of it is refused. */
  public boolean isExact() {
    return refused.isEmpty();
  }

  /** Returns the whole object in the newer version; empty where it cannot be migrated. */
  public Optional<Mapping> migrated() {
    return isExact() ? Optional.of(migrated) : Optional.empty();
  }

  /** Returns what the newer version cannot express, each with its line. */
  public List<Note> refused() {
    return refused.stream().map(this::note).toList();
  }

  /** Returns what changes for callers although everything can be expressed. */
  public List<Note> notes() {
    return notes.stream().map(this::note).toList();
  }

  private Note note(Remark remark) {
    return new Note(remark.field(), rule.source(remark.field()), remark.message(), remark.help());
  }

  /**
   * Returns the edits that turn the written rule into the newer version; none where it is refused.
   */
  public List<Edit> edits() {
    return isExact() ? TreeEdits.of(rule.target(), rule.tree(), migrated) : List.of();
  }

  @Override
  public String toString() {
    return isExact() ? rule + " can be migrated" : rule + " cannot be migrated: " + refused();
  }
}
