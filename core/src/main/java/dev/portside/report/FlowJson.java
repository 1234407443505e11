package dev.portside.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Source;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.PolicyVerdict;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Position;
import java.io.IOException;
import java.util.List;

/** Flows as JSON, in the shape of the command's contract, below what the report rests on. */
public final class FlowJson {

  private FlowJson() {}

  /** Returns the report. */
  public static String of(Flows flows, Statement statement) {
    return Json.of(json -> write(json, FlowView.of(flows), statement));
  }

  private static void write(JsonGenerator json, List<FlowView> flows, Statement statement)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("statement");
    statement.write(json);
    json.writeArrayFieldStart("flows");
    for (FlowView flow : flows) {
      flow(json, flow);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void flow(JsonGenerator json, FlowView flow) throws IOException {
    json.writeStartObject();
    side(json, "client", flow.client());
    side(json, "server", flow.server());
    port(json, "wirePort", flow.wirePort());
    port(json, "podPort", flow.podPort());
    json.writeStringField("role", flow.role());
    json.writeStringField("purpose", flow.purpose());
    outcome(json, flow.outcome());
    policies(json, flow.flow().policies());
    json.writeNumberField("count", flow.count());
    Json.texts(json, "members", flow.clients());
    Json.texts(json, "serverMembers", flow.servers());
    json.writeEndObject();
  }

  static void outcome(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeStringField("outcome", outcome.result().word());
    Json.texts(json, "encryption", outcome.layers());
    tri(json, "policiesEnforced", outcome.policiesEnforced());
    json.writeStringField("reason", outcome.reason());
    if (!outcome.missing().isEmpty()) {
      json.writeStringField("missing", outcome.missing());
    }
  }

  private static void policies(JsonGenerator json, List<PolicyVerdict> policies)
      throws IOException {
    json.writeArrayFieldStart("policies");
    for (PolicyVerdict verdict : policies) {
      json.writeStartObject();
      json.writeStringField("kind", verdict.kind());
      Resource policy = verdict.policy();
      if (policy != null) {
        json.writeStringField("resource", policy.toString());
        place(json, policy.source(verdict.field()));
      }
      tri(json, "lets", verdict.lets());
      json.writeStringField("reason", verdict.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void place(JsonGenerator json, Source source) throws IOException {
    Position position = source.position();
    if (position != null) {
      json.writeStringField("file", source.input());
      json.writeNumberField("line", position.line());
    }
  }

  private static void side(JsonGenerator json, String field, FlowView.Side side)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("kind", side.kind());
    json.writeStringField("name", side.name());
    json.writeStringField("process", side.process());
    tri(json, "captured", side.captured());
    json.writeEndObject();
  }

  /** A port that is not known is null. */
  static void port(JsonGenerator json, String field, int port) throws IOException {
    if (port == 0) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, port);
    }
  }

  /** What is not known is null. */
  static void tri(JsonGenerator json, String field, Tri value) throws IOException {
    switch (value) {
      case YES -> json.writeBooleanField(field, true);
      case NO -> json.writeBooleanField(field, false);
      case UNKNOWN -> json.writeNullField(field);
    }
  }
}
