package dev.portside.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What changed for the connections of a set, as JSON. */
public final class FlowDiffJson {

  private FlowDiffJson() {}

  /** Returns the report. */
  public static String of(FlowDiff diff) {
    return Json.of(json -> write(json, diff));
  }

  private static void write(JsonGenerator json, FlowDiff diff) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("worse", diff.isWorse());
    json.writeArrayFieldStart("changes");
    for (FlowDiff.Change change : diff.changes()) {
      json.writeStartObject();
      json.writeStringField("change", change.kind().words());
      json.writeBooleanField("worse", change.kind().isWorse());
      FlowView flow = change.sample();
      side(json, "client", flow.client(), change.clients().get(0));
      side(json, "server", flow.server(), change.servers().get(0));
      json.writeStringField("role", flow.role());
      state(json, "before", change.before());
      state(json, "after", change.after());
      json.writeNumberField("count", FlowDiff.pairs(change.clients(), change.servers()));
      Json.texts(json, "members", change.clients());
      Json.texts(json, "serverMembers", change.servers());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("unchanged", diff.unchanged());
    json.writeEndObject();
  }

  private static void side(JsonGenerator json, String field, FlowView.Side side, String name)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("kind", side.kind());
    json.writeStringField("name", name);
    json.writeStringField("process", side.process());
    json.writeEndObject();
  }

  private static void state(JsonGenerator json, String field, @Nullable FlowView flow)
      throws IOException {
    if (flow == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    FlowJson.port(json, "wirePort", flow.wirePort());
    FlowJson.outcome(json, flow.outcome());
    json.writeEndObject();
  }
}
