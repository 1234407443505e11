package dev.portside.check;

import dev.portside.manifest.Problem;
import java.util.List;

/** A document, or a part of it, could not be read as it stands. */
final class ManifestProblem extends Rule {

  private final Problem.Kind kind;
  private final String why;
  private final String help;

  private ManifestProblem(Problem.Kind kind, String id, String summary, String why, String help) {
    super(id, Severity.ERROR, Rank.SETTING, summary);
    this.kind = kind;
    this.why = why;
    this.help = help;
  }

  /** Returns the rules, one for each kind of problem. */
  static List<Rule> all() {
    return List.of(
        new ManifestProblem(
            Problem.Kind.DUPLICATE_KEY,
            "manifest-duplicate-key",
            "a key occurs twice in one mapping",
            "the API server refuses it where it is strict; elsewhere the last one wins",
            "remove one of them"),
        new ManifestProblem(
            Problem.Kind.TEMPLATE,
            "manifest-template",
            "a template is not rendered",
            "its content is not known until it is rendered; nothing else in it was checked",
            "render it first: helm template ... | portside check -f -"),
        new ManifestProblem(
            Problem.Kind.UNREADABLE,
            "manifest-unreadable",
            "an input is not a manifest",
            "it cannot be applied, and nothing in it was checked; the rest was",
            "correct it, or leave it out of the input"));
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Problem problem : scene.manifests().problems()) {
      if (problem.kind() == kind) {
        found.add(
            Finding.at(info(), problem.source()).message(problem.message()).why(why).help(help));
      }
    }
  }
}
