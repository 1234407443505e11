package dev.portside.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.manifest.Edit;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.io.IOException;
import java.util.List;

/** Findings as JSON, in the shape of the command's contract. */
public final class JsonReport {

  private JsonReport() {}

  /** Returns the report. */
  public static String of(Report report) {
    return Json.of(json -> write(json, report));
  }

  private static void write(JsonGenerator json, Report report) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("findings");
    Written written = new Written(report);
    for (Finding finding : report.findings()) {
      finding(json, finding, written.message(finding));
    }
    json.writeEndArray();
    json.writeObjectFieldStart("summary");
    for (Severity severity : Severity.values()) {
      json.writeNumberField(severity.word(), report.findings().of(severity).size());
    }
    json.writeNumberField("suppressed", report.findings().suppressed().size());
    json.writeNumberField("resources", report.traffic().manifests().resources().size());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, Finding finding, String message)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", finding.rule().id());
    json.writeStringField("severity", finding.severity().word());
    json.writeStringField("message", message);
    json.writeStringField("why", finding.why());
    json.writeStringField("help", finding.help());
    json.writeObjectFieldStart("resource");
    json.writeStringField("apiVersion", finding.resource().apiVersion());
    json.writeStringField("kind", finding.resource().kind());
    json.writeStringField("namespace", finding.resource().namespace());
    json.writeStringField("name", finding.resource().name());
    json.writeEndObject();
    json.writeStringField("field", finding.field().toString());
    json.writeStringField("file", finding.source().input());
    if (finding.source().position() != null) {
      json.writeNumberField("line", finding.source().position().line());
      json.writeNumberField("column", finding.source().position().column());
    }
    json.writeArrayFieldStart("edits");
    for (Edit edit : finding.edits()) {
      edit(json, edit);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("assumed");
    for (String assumed : finding.assumed()) {
      json.writeString(assumed);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void edit(JsonGenerator json, Edit edit) throws IOException {
    json.writeStartObject();
    json.writeStringField("op", edit.op());
    json.writeStringField("field", edit.field().toString());
    if (edit instanceof Edit.SetField set) {
      value(json, set.value());
    } else if (edit instanceof Edit.MoveField move) {
      json.writeStringField("to", move.to().toString());
    } else if (edit instanceof Edit.AddToList add) {
      values(json, add.values());
    } else if (edit instanceof Edit.RemoveFromList remove) {
      values(json, remove.values());
    }
    json.writeBooleanField("safe", edit.safe());
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Tree value) throws IOException {
    String text = value instanceof Scalar scalar ? scalar.text() : value.toString();
    json.writeStringField("value", text);
  }

  private static void values(JsonGenerator json, List<String> values) throws IOException {
    json.writeStringField("value", String.join(",", values));
  }
}
