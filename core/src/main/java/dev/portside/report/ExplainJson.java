package dev.portside.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Setting;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Position;
import java.io.IOException;
import java.util.Collection;

/** Each port of each workload as JSON, in the shape of the command's contract. */
public final class ExplainJson {

  private ExplainJson() {}

  /** Returns the explanation of some workloads of the set. */
  public static String of(Traffic traffic, Collection<Workload> workloads) {
    return Json.of(json -> write(json, traffic, workloads));
  }

  private static void write(JsonGenerator json, Traffic traffic, Collection<Workload> workloads)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("workloads");
    for (WorkloadView workload : WorkloadView.of(traffic, workloads)) {
      json.writeStartObject();
      json.writeStringField("workload", workload.name());
      FlowJson.tri(json, "meshed", workload.presence().meshed());
      json.writeStringField("mesh", workload.mesh());
      json.writeStringField("reason", workload.presence().reason());
      json.writeArrayFieldStart("ports");
      for (PortView port : workload.ports()) {
        port(json, port);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void port(JsonGenerator json, PortView port) throws IOException {
    json.writeStartObject();
    FlowJson.port(json, "port", port.port());
    json.writeStringField("direction", port.direction().word());
    json.writeStringField("process", port.process());
    json.writeStringField("peer", port.peer());
    json.writeStringField("role", port.role());
    json.writeStringField("purpose", port.purpose());
    json.writeStringField("protection", port.protection());
    json.writeStringField("encryptedBy", port.encryption());
    json.writeStringField("need", port.need().word());
    FlowJson.tri(json, "captured", port.captured());
    FlowJson.tri(json, "needMet", port.met());
    setting(json, port.setting());
    json.writeStringField("reason", port.reason());
    json.writeStringField("fact", port.fact());
    json.writeEndObject();
  }

  /** Where nothing writes it, it has neither file nor line, and says whose default it is. */
  private static void setting(JsonGenerator json, Setting setting) throws IOException {
    json.writeObjectFieldStart("setting");
    json.writeStringField("key", setting.key());
    Position position = setting.source().position();
    if (position == null) {
      json.writeNullField("file");
      json.writeNullField("line");
      json.writeStringField("default", setting.source().input());
    } else {
      json.writeStringField("file", setting.source().input());
      json.writeNumberField("line", position.line());
    }
    json.writeEndObject();
  }
}
