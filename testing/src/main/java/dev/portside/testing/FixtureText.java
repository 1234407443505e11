package dev.portside.testing;

import dev.portside.Internal;
import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.check.Strategy;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import dev.portside.yaml.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comments of a fixture, read.
 *
 * @param platform what its first comments choose
 * @param strategy what its first comments choose
 * @param markers what is found, in order
 * @param problems comments that are meant as markers and are none
 */
@Internal
public record FixtureText(
    Platform platform, Strategy strategy, List<Marker> markers, List<String> problems) {

  private static final Pattern MARKER =
      Pattern.compile(
          "# finds: (?:(error|warning|info) )?([a-z0-9]+(?:-[a-z0-9]+)*)(?: \"(.+)\")?");
  private static final Pattern MEANT = Pattern.compile("#\\s*finds\\b.*");
  private static final Pattern DIRECTIVE = Pattern.compile("# (platform|world|strategy): (.+)");

  /**
   * A finding that a comment announces.
   *
   * @param line the line on which it lies, from 1
   * @param severity its severity, or null for any
   * @param rule the id of its rule
   * @param text a part of its message, empty for any
   */
  record Marker(int line, @Nullable Severity severity, String rule, String text) {

    boolean matches(Finding finding) {
      return finding.rule().id().equals(rule)
          && RuleFixture.line(finding) == line
          && (severity == null || finding.severity() == severity)
          && finding.message().contains(text);
    }

    @Override
    public String toString() {
      return (severity == null ? "" : severity.word() + " ")
          + rule
          + (text.isEmpty() ? "" : " \"" + text + "\"");
    }
  }

  static FixtureText of(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Marker> markers = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int marked = lines.size();
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i).trim();
      Matcher marker = MARKER.matcher(line);
      if (marker.matches()) {
        markers.add(0, marker(marker, marked + 1));
      } else {
        marked = i;
        if (MEANT.matcher(line).matches()) {
          problems.add(0, "line %d is not a marker: %s".formatted(i + 1, line));
        }
      }
    }
    return new FixtureText(
        platform(lines), strategy(lines), List.copyOf(markers), List.copyOf(problems));
  }

  private static Marker marker(Matcher matcher, int line) {
    String severity = matcher.group(1);
    String text = matcher.group(3);
    return new Marker(
        line,
        severity == null ? null : Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
        matcher.group(2),
        text == null ? "" : text);
  }

  /** Returns the values of a directive in the comments before the first line of YAML. */
  private static List<String> directives(List<String> lines, String name) {
    return lines.stream()
        .takeWhile(line -> line.isBlank() || line.startsWith("#"))
        .map(line -> DIRECTIVE.matcher(line.trim()))
        .filter(directive -> directive.matches() && directive.group(1).equals(name))
        .map(directive -> directive.group(2))
        .toList();
  }

  /** Returns the platform that the first comments of a text choose; today's where none does. */
  public static Platform platform(List<String> lines) {
    Platform platform = Platform.today();
    for (String chosen : directives(lines, "platform")) {
      platform = chosen(chosen);
    }
    return directives(lines, "world").contains("closed") ? platform.closedWorld() : platform;
  }

  /** A profile by its name, or what a platform file says, in one line. */
  private static Platform chosen(String text) {
    return text.startsWith("{")
        ? PlatformFile.read(Input.of("# platform", text))
        : Platform.profile(text);
  }

  /** Returns the strategy that the first comments of a text choose; the default where none does. */
  public static Strategy strategy(List<String> lines) {
    return directives(lines, "strategy").contains("tolerate")
        ? Strategy.TOLERATE
        : Strategy.EXCLUDE;
  }
}
