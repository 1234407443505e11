package dev.portside.testing;

import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.Severity;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.yaml.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that says in comments what the rules find in it.
 *
 * <pre>{@code
 * # platform: kyma-2020
 * apiVersion: apps/v1
 * ...
 *         # finds: error app-port-not-captured "inbound port 3000"
 *         traffic.sidecar.istio.io/excludeInboundPorts: "3000"
 * }</pre>
 *
 * <p>A marker {@code # finds: <rule-id>} stands above the line on which the finding lies; the
 * severity before the id and the text after it, a part of the message, may be left out. Several
 * markers may stand above one line. Comments before the first line of YAML choose the platform:
 * {@code # platform: <profile>} or {@code # platform: {istio: {cni: true}}}, {@code # world:
 * closed} and {@code # strategy: tolerate}.
 *
 * <p>Immutable.
 */
public final class RuleFixture {

  private final Path file;
  private final @Nullable Platform platform;
  private final Set<String> underTest;

  private RuleFixture(Path file, @Nullable Platform platform, Set<String> underTest) {
    this.file = file;
    this.platform = platform;
    this.underTest = underTest;
  }

  /** Returns the fixture that a file holds. */
  public static RuleFixture of(Path file) {
    return new RuleFixture(file, null, Set.of());
  }

  /**
   * Returns the fixture that a resource holds, named as {@link Class#getResource} takes it.
   *
   * @throws IllegalArgumentException if there is no such resource, or if it is not a file of its
   *     own
   */
  public static RuleFixture of(Class<?> near, String resource) {
    URL url = near.getResource(resource);
    if (url == null || !url.getProtocol().equals("file")) {
      throw new IllegalArgumentException(
          "resource \"%s\": no such file on the class path of %s"
              .formatted(resource, near.getName()));
    }
    try {
      return of(Path.of(url.toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("resource \"" + resource + "\": no path", e);
    }
  }

  /** Returns this fixture for a platform; what its own comments say of one no longer counts. */
  public RuleFixture on(Platform platform) {
    return new RuleFixture(file, platform, underTest);
  }

  /**
   * Returns this fixture with one more rule whose findings must all be marked, whatever their
   * severity. So are those of every rule that a marker names.
   */
  public RuleFixture testing(String ruleId) {
    Set<String> more = new TreeSet<>(underTest);
    more.add(ruleId);
    return new RuleFixture(file, platform, more);
  }

  /**
   * Checks the set and compares what is found with the markers. A finding of severity warning or
   * error needs a marker, and so does every finding of a rule under test. Each finding's edits must
   * remove it and cause no warning or error; made twice, they must be what they are made once.
   *
   * @throws AssertionError naming everything that is not as marked
   * @throws UncheckedIOException if the file cannot be read
   */
  public void verify() {
    List<String> problems;
    try {
      FixtureText text = FixtureText.of(file);
      problems =
          problems(text, Portside.read(file).on(platform == null ? text.platform() : platform));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(
          problems.stream()
              .map(problem -> problem.replace("\n", "\n  "))
              .collect(Collectors.joining("\n  ", file + " is not as marked:\n  ", "\n")));
    }
  }

  private List<String> problems(FixtureText text, Manifests manifests) {
    CheckOptions options = CheckOptions.defaults().with(text.strategy());
    Findings findings = Portside.check(manifests, options);
    List<String> problems = new ArrayList<>(text.problems());
    compare(text.markers(), findings, problems);
    EditLaws laws = new EditLaws(manifests, findings, set -> Portside.check(set, options));
    for (Finding finding : findings) {
      if (!finding.edits().isEmpty()) {
        problems.addAll(laws.broken(finding));
      }
    }
    return problems;
  }

  private void compare(List<FixtureText.Marker> markers, Findings findings, List<String> problems) {
    List<Finding> unmarked = new ArrayList<>(findings.all());
    List<FixtureText.Marker> missing = new ArrayList<>();
    Set<String> strict = new HashSet<>(underTest);
    for (FixtureText.Marker marker : markers) {
      strict.add(marker.rule());
      if (!remove(marker, unmarked)) {
        missing.add(marker);
      }
    }
    for (FixtureText.Marker marker : missing) {
      problems.add(missing(marker, unmarked));
    }
    for (Finding finding : unmarked) {
      if (finding.severity() != Severity.INFO || strict.contains(finding.rule().id())) {
        problems.add("not marked: " + finding);
      }
    }
  }

  private static boolean remove(FixtureText.Marker marker, List<Finding> findings) {
    for (Finding finding : findings) {
      if (marker.matches(finding)) {
        findings.remove(finding);
        return true;
      }
    }
    return false;
  }

  private static String missing(FixtureText.Marker marker, List<Finding> unmarked) {
    String near =
        unmarked.stream()
            .filter(finding -> finding.rule().id().equals(marker.rule()))
            .map(
                finding ->
                    "\n  found on line %d: %s: %s"
                        .formatted(line(finding), finding.severity().word(), finding.message()))
            .collect(Collectors.joining());
    return "not found on line %d: %s%s".formatted(marker.line(), marker, near);
  }

  /** Returns the line of a finding, 0 where it has none. */
  static int line(Finding finding) {
    Position position = finding.source().position();
    return position == null ? 0 : position.line();
  }

  /** Returns the file's name. */
  @Override
  public String toString() {
    return file.toString();
  }
}
