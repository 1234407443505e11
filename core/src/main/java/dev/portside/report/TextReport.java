package dev.portside.report;

import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.TextEdits;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.End;
import dev.portside.traffic.Party;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Input;
import dev.portside.yaml.Plain;
import dev.portside.yaml.Position;
import dev.portside.yaml.Replacement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Findings as a good compiler prints them: the place, the line with a caret, why, help, the edit.
 */
public final class TextReport {

  private final Ansi ansi;
  private final StringBuilder out = new StringBuilder();
  private final Written written;

  /** What many findings lean on is said with the first of them. */
  private final Set<String> said = new HashSet<>();

  private @Nullable Line last;

  /** A line that was shown: a long one may hold thousands of findings, one after the other. */
  private record Line(Input input, int number, String text) {}

  private TextReport(Ansi ansi, Written written) {
    this.ansi = ansi;
    this.written = written;
  }

  /** Returns the report, with or without colour. */
  public static String of(Report report, boolean coloured) {
    TextReport text = new TextReport(Ansi.of(coloured), new Written(report));
    report.findings().forEach(text::finding);
    text.summary(report);
    return text.out.toString();
  }

  private void finding(Finding finding) {
    out.append(ansi.of(Ansi.BOLD, place(finding.place()))).append(": ");
    out.append(ansi.of(Ansi.BOLD + Ansi.colour(finding.severity()), finding.severity().word()));
    out.append(": ").append(Plain.of(finding.message()));
    out.append(ansi.of(Ansi.FAINT, " [" + finding.rule().id() + "]")).append('\n');
    Input input = written.text(finding);
    Position position = input == null ? null : finding.source().position();
    String margin = " ";
    if (input != null && position != null) {
      margin = line(input, position, finding.severity());
      String found = margin;
      written.template(finding).ifPresent(from -> note(found, "from", from));
    }
    note(margin, "why", finding.why());
    note(margin, "help", finding.help());
    for (String assumed : finding.assumed()) {
      if (said.add(assumed)) {
        note(margin, "assumed", assumed);
      }
    }
    for (Edit edit : finding.edits()) {
      Resource changed = written.resources().get(edit.target());
      if (changed != null) {
        edit(margin, changed, edit, edit.target().equals(finding.target()));
      }
    }
    out.append('\n');
  }

  /** Nothing that a file is called may look like a command to whoever reads the log. */
  private static String place(String place) {
    String plain = Plain.of(place);
    return plain.startsWith(":") || plain.startsWith("#") ? "./" + plain : plain;
  }

  /** Prints the line with a caret, and returns the margin of what stands below it. */
  private String line(Input input, Position position, Severity severity) {
    String number = Integer.toString(position.line());
    String line = text(input, position.line());
    Excerpt excerpt = Excerpt.of(line, Math.min(position.column() - 1, line.length()));
    String margin = " ".repeat(number.length());
    out.append(ansi.of(Ansi.FAINT, number + " | ")).append(excerpt.text()).append('\n');
    out.append(ansi.of(Ansi.FAINT, margin + " | ")).append(" ".repeat(excerpt.before()));
    out.append(ansi.of(Ansi.colour(severity), "^")).append('\n');
    return margin + " ";
  }

  private String text(Input input, int number) {
    Line line = last;
    if (line == null || line.input() != input || line.number() != number) {
      line = new Line(input, number, input.line(number));
      last = line;
    }
    return line.text();
  }

  private void note(String margin, String label, String text) {
    out.append(margin).append(ansi.of(Ansi.FAINT, "= ")).append(ansi.of(Ansi.BOLD, label + ": "));
    out.append(Plain.of(text)).append('\n');
  }

  /** An edit may change another resource than the one that the finding is about. */
  private void edit(String margin, Resource resource, Edit edit, boolean here) {
    Optional<Replacement> change = TextEdits.of(resource, edit);
    Input input = resource.text();
    String what = here ? "edit" : "edit of " + Plain.of(resource.toString());
    String label = edit.safe() ? what : what + ", with the other end";
    if (change.isEmpty() || input == null) {
      note(margin, label, inWords(edit));
      return;
    }
    out.append(margin)
        .append(ansi.of(Ansi.FAINT, "= "))
        .append(ansi.of(Ansi.BOLD, label + ":"))
        .append('\n');
    diff(margin, input, change.get());
  }

  private static String inWords(Edit edit) {
    if (edit instanceof Edit.AddToList add) {
      return "add %s to %s".formatted(String.join(", ", add.values()), edit.field());
    }
    if (edit instanceof Edit.RemoveFromList remove) {
      return "remove %s from %s".formatted(String.join(", ", remove.values()), edit.field());
    }
    if (edit instanceof Edit.MoveField move) {
      return "move %s to %s".formatted(edit.field(), move.to());
    }
    return (edit instanceof Edit.RemoveField ? "remove " : "set ") + edit.field();
  }

  private void diff(String margin, Input input, Replacement change) {
    String text = input.text();
    int start = text.lastIndexOf('\n', change.start() - 1) + 1;
    int end = change.end();
    boolean wholeLines = change.start() == start && (end == start || text.charAt(end - 1) == '\n');
    if (!wholeLines) {
      int next = text.indexOf('\n', end);
      end = next < 0 ? text.length() : next + 1;
    }
    String old = text.substring(start, end);
    String changed =
        text.substring(start, change.start()) + change.text() + text.substring(change.end(), end);
    if (change.start() == change.end() && wholeLines) {
      old = "";
      changed = change.text();
    }
    lines(margin, "-", "\u001b[31m", old, change.start() - start);
    lines(margin, "+", "\u001b[32m", changed, change.start() - start);
  }

  /** Prints lines of a diff, each around the place of the change if that is in it. */
  private void lines(String margin, String sign, String colour, String lines, int change) {
    int place = change;
    for (String line : lines.lines().toList()) {
      String text = line.stripTrailing();
      Excerpt excerpt = Excerpt.of(text, Math.max(0, Math.min(place, text.length())));
      out.append(margin).append("  ").append(ansi.of(colour, sign + " " + excerpt.text()));
      out.append('\n');
      place -= line.length() + 1;
    }
  }

  private void summary(Report report) {
    Traffic traffic = report.traffic();
    int resources = traffic.manifests().resources().size();
    StringBuilder line = new StringBuilder();
    for (Severity severity : Severity.values()) {
      int count = report.findings().of(severity).size();
      line.append(line.isEmpty() ? "" : ", ").append(count(count, severity.word()));
    }
    line.append(" in ").append(count(resources, "resource"));
    if (!report.findings().suppressed().isEmpty()) {
      line.append(" (").append(report.findings().suppressed().size()).append(" suppressed)");
    }
    out.append(line).append('\n');
    both(traffic).ifPresent(note -> out.append(note).append('\n'));
  }

  private static String count(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  /** A clean set in which no two sidecars meet was not judged by most rules; it is told. */
  private static Optional<String> both(Traffic traffic) {
    Set<String> meshes = new TreeSet<>();
    Set<String> claimants = new TreeSet<>();
    boolean meet = false;
    for (Workload workload : traffic.manifests().workloads()) {
      Capture capture = traffic.capture(workload);
      boolean meshed = capture.on(new Party.Pods(workload)).meshed() != Tri.NO;
      List<String> processes =
          traffic.ends(workload).stream()
              .map(TextReport::process)
              .filter(process -> !process.equals("app"))
              .toList();
      meet |= meshed && !processes.isEmpty();
      claimants.addAll(processes);
      if (meshed) {
        meshes.add(capture.mesh());
      }
    }
    if (meet) {
      return Optional.empty();
    }
    return Optional.of(
        "No workload has two sidecars (%s; %s): what the two do to each other was not judged."
            .formatted(
                claimants.isEmpty() ? "no other sidecar" : String.join(", ", claimants),
                meshes.isEmpty() ? "no mesh" : String.join(", ", meshes)));
  }

  private static String process(End end) {
    return end.use().process();
  }
}
