package dev.portside.report;

import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.yaml.Plain;
import dev.portside.yaml.Position;

/**
 * Findings as GitHub's workflow commands, one a line. Source of the escapes: actions/toolkit,
 * packages/core/src/command.ts.
 */
public final class GithubReport {

  private GithubReport() {}

  /** Returns the report. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    Written written = new Written(report);
    for (Finding finding : report.findings()) {
      out.append("::").append(command(finding.severity())).append(' ');
      Position position = finding.source().position();
      if (position != null) {
        out.append("file=").append(property(finding.source().input()));
        out.append(",line=").append(position.line());
        out.append(",col=").append(position.column()).append(',');
      }
      out.append("title=").append(property(finding.rule().id())).append("::");
      String what = "%s: %s".formatted(finding.subject(), written.message(finding));
      out.append(data(Written.sentences(what, finding)));
      out.append('\n');
    }
    return out.toString();
  }

  private static String command(Severity severity) {
    return severity == Severity.INFO ? "notice" : severity.word();
  }

  private static String data(String text) {
    return Plain.of(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
