package dev.portside.report;

import dev.portside.check.Finding;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Problem;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Source;
import dev.portside.yaml.Input;
import dev.portside.yaml.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a finding is about: the resource, its text, and the template it was rendered from. */
final class Written {

  /** Helm writes it above each document that it renders. */
  private static final String TEMPLATE = "# Source: ";

  /** Findings of these rules are about a text: who wrote that is not to be seen in a resource. */
  private static final String ABOUT_TEXT = "manifest-";

  private final Map<Edit.Target, Resource> resources = new HashMap<>();
  private final Map<Source, Input> unread = new HashMap<>();
  private final Map<Source, Optional<String>> templates = new HashMap<>();

  Written(Report report) {
    report.traffic().manifests().resources().forEach(r -> resources.put(r.target(), r));
    for (Problem problem : report.traffic().manifests().problems()) {
      Input input = problem.text();
      if (input != null) {
        unread.put(problem.source(), input);
      }
    }
  }

  /** Returns the resources of the set as edits name them. */
  Map<Edit.Target, Resource> resources() {
    return resources;
  }

  @Nullable Resource resource(Finding finding) {
    return resources.get(finding.target());
  }

  /** Returns the text in which a finding has its position, or null where there is none. */
  @Nullable Input text(Finding finding) {
    Resource resource = resource(finding);
    return resource == null ? unread.get(finding.source()) : resource.text();
  }

  /** Returns the template that a renderer names at the head of a finding's document. */
  Optional<String> template(Finding finding) {
    Source source = finding.source();
    Position position = source.position();
    Input input = position == null ? null : text(finding);
    if (position == null || input == null) {
      return Optional.empty();
    }
    Source document = new Source(source.input(), source.document(), null);
    return templates.computeIfAbsent(
        document, d -> Optional.ofNullable(template(input, position.line())));
  }

  /**
   * Returns a finding's message for reports that show no lines: what is wrong with a rendered text
   * is to be mended in its template.
   */
  String message(Finding finding) {
    return finding.rule().id().startsWith(ABOUT_TEXT)
        ? template(finding)
            .map(from -> "%s (from %s)".formatted(finding.message(), from))
            .orElse(finding.message())
        : finding.message();
  }

  /**
   * Returns all that a finding says in sentences: {@code … Why: … Help: … Assumed: …}.
   *
   * @param what what is, without a period
   */
  static String sentences(String what, Finding finding) {
    String all = "%s. Why: %s. Help: %s.".formatted(what, finding.why(), finding.help());
    return finding.assumed().isEmpty()
        ? all
        : "%s Assumed: %s.".formatted(all, String.join("; ", finding.assumed()));
  }

  private static @Nullable String template(Input input, int line) {
    int head = line;
    while (head > 1 && !input.line(head).startsWith("---")) {
      head--;
    }
    for (int i = head; i < line; i++) {
      String text = input.line(i).strip();
      if (text.startsWith(TEMPLATE)) {
        return text.substring(TEMPLATE.length()).strip();
      }
      if (!text.isEmpty() && !text.startsWith("#") && !text.startsWith("---")) {
        return null;
      }
    }
    return null;
  }
}
