package dev.portside.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portside.check.Finding;
import dev.portside.check.RuleInfo;
import dev.portside.check.Severity;
import dev.portside.yaml.Input;
import dev.portside.yaml.Plain;
import dev.portside.yaml.Position;
import dev.portside.yaml.Replacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Findings as SARIF 2.1.0, with regions and fixes. Source of the shape: OASIS, Static Analysis
 * Results Interchange Format Version 2.1.0, sections 3.14 to 3.57.
 */
public final class SarifReport {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator json;
  private final Written written;

  private SarifReport(JsonGenerator json, Report report) {
    this.json = json;
    this.written = new Written(report);
  }

  /** Returns the report of a tool of that version. */
  public static String of(Report report, String version) {
    return Json.of(json -> new SarifReport(json, report).write(report, version));
  }

  private void write(Report report, String version) throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    Map<String, RuleInfo> rules = new TreeMap<>();
    report.findings().forEach(finding -> rules.put(finding.rule().id(), finding.rule()));
    tool(rules.values(), version);
    json.writeStringField("columnKind", "utf16CodeUnits");
    json.writeArrayFieldStart("results");
    for (Finding finding : report.findings()) {
      result(finding);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void tool(Collection<RuleInfo> rules, String version) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "portside");
    json.writeStringField("version", version);
    json.writeArrayFieldStart("rules");
    for (RuleInfo rule : rules) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      text("shortDescription", rule.summary());
      json.writeObjectFieldStart("defaultConfiguration");
      json.writeStringField("level", level(rule.severity()));
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", Plain.of(text));
    json.writeEndObject();
  }

  private void result(Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", finding.rule().id());
    json.writeStringField("level", level(finding.severity()));
    text("message", Written.sentences(written.message(finding), finding));
    json.writeArrayFieldStart("locations");
    location(finding);
    json.writeEndArray();
    fixes(finding);
    json.writeEndObject();
  }

  private void location(Finding finding) throws IOException {
    json.writeStartObject();
    Position position = finding.source().position();
    if (position != null) {
      json.writeObjectFieldStart("physicalLocation");
      artifact(finding.source().input());
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", position.line());
      json.writeNumberField("startColumn", position.column());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeArrayFieldStart("logicalLocations");
    json.writeStartObject();
    json.writeStringField("fullyQualifiedName", Plain.of(finding.subject() + finding.field()));
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void artifact(String file) throws IOException {
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(file));
    json.writeEndObject();
  }

  /** A path as a URI reference: what is not unreserved is percent-encoded, slashes stay. */
  private static String uri(String file) {
    StringBuilder uri = new StringBuilder();
    for (byte b : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean kept =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-._~/".indexOf(c) >= 0;
      uri.append(kept ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return uri.toString();
  }

  /** Fixes are alternatives, and so one finding has one, with all its changes. */
  private void fixes(Finding finding) throws IOException {
    Optional<Fix> fix = Fix.of(finding, written.resources());
    if (fix.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("fixes");
    json.writeStartObject();
    text("description", finding.help());
    json.writeArrayFieldStart("artifactChanges");
    for (Map.Entry<Input, List<Replacement>> change : fix.get().changes().entrySet()) {
      json.writeStartObject();
      artifact(change.getKey().name());
      json.writeArrayFieldStart("replacements");
      for (Replacement replacement : change.getValue()) {
        replacement(change.getKey(), replacement);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void replacement(Input input, Replacement change) throws IOException {
    json.writeStartObject();
    Position start = input.position(change.start());
    Position end = input.position(change.end());
    json.writeObjectFieldStart("deletedRegion");
    json.writeNumberField("startLine", start.line());
    json.writeNumberField("startColumn", start.column());
    json.writeNumberField("endLine", end.line());
    json.writeNumberField("endColumn", end.column());
    json.writeEndObject();
    json.writeObjectFieldStart("insertedContent");
    json.writeStringField("text", change.text());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String level(Severity severity) {
    return severity == Severity.INFO ? "note" : severity.word();
  }
}
