package dev.portside.check;

import dev.portside.manifest.Problem;
import java.util.List;
import java.util.stream.Stream;

/** A document, or a part of it, could not be read as it stands. */
final class ManifestProblem implements Rule {

  private final RuleInfo info;
  private final Problem.Kind kind;
  private final String why;
  private final String help;

  private ManifestProblem(Problem.Kind kind, RuleInfo info, String why, String help) {
    this.info = info;
    this.kind = kind;
    this.why = why;
    this.help = help;
  }

  /** Returns the rules, one for each kind of problem. */
  static List<Rule> all() {
    return List.of(
        new ManifestProblem(
            Problem.Kind.DUPLICATE_KEY,
            info("manifest-duplicate-key", "a key stands twice in one mapping"),
            "the API server refuses it where it is strict; elsewhere the last one wins",
            "remove one of them"),
        new ManifestProblem(
            Problem.Kind.TEMPLATE,
            info("manifest-template", "a template is not rendered"),
            "what it will say is not known before it is rendered; nothing else of it was checked",
            "render it first: helm template ... | portside check -f -"),
        new ManifestProblem(
            Problem.Kind.UNREADABLE,
            info("manifest-unreadable", "an input is no manifest"),
            "it cannot be applied, and nothing in it was checked; the rest was",
            "correct it, or leave it out of the input"));
  }

  private static RuleInfo info(String id, String summary) {
    return new RuleInfo(id, Severity.ERROR, Rank.SETTING, summary);
  }

  @Override
  public RuleInfo info() {
    return info;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    return scene.manifests().problems().stream()
        .filter(problem -> problem.kind() == kind)
        .map(
            problem ->
                Finding.at(info, problem.source())
                    .message(problem.message())
                    .why(why)
                    .help(help)
                    .build());
  }
}
