package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.portside.dapr.Recordings.plain;

import dev.portside.dapr.injection.OperatorService;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each line is a workload and the Service that Dapr's operator made of it, or why it did not. */
final class OperatorServiceVectorsTest {

  private static final int WORKLOADS = 165;

  /**
   * Two workloads share an app id: what the operator then says depends on which update came first.
   */
  private static final String RACE = "two-workloads-same-id";

  @Test
  void service_asTheOperator() {
    List<String> differ = new ArrayList<>();
    List<Mapping> lines = Recordings.json("dapr-operator-service.jsonl");
    for (Mapping line : lines) {
      compare(line, differ);
    }
    Recordings.tell("operator", lines.size(), differ);
    assertWithMessage("differ").that(differ).isEmpty();
    if (Recordings.areOwn()) {
      assertThat(lines).hasSize(WORKLOADS);
    }
  }

  private static void compare(Mapping line, List<String> differ) {
    Mapping expect = line.mapping("expect");
    Mapping matchLabels =
        line.has("selector") && !line.mapping("selector").isEmpty()
            ? line.mapping("selector").mapping("matchLabels")
            : line.mapping("labels");
    OperatorService made =
        OperatorService.of(
            line.text("kind"),
            "orders",
            line.mapping("podAnnotations"),
            matchLabels,
            "true".equals(line.mapping("settings").text("argoRollouts")));
    String id = line.text("id");
    tell(id, "created", expect.text("created"), String.valueOf(made.isCreated()), differ);
    tell(id, "warnings", plain(expect.get("warnings")), made.warnings(), differ);
    String error = expect.text("error");
    boolean refused = error != null && error.startsWith("Service ");
    if (refused) {
      // The rest of the message is the API server's.
      for (String refusal : made.refusals()) {
        String field = refusal.substring(0, refusal.indexOf(": "));
        tell(id, "field in " + error, true, error.contains(field + ": "), differ);
      }
    } else if (!id.equals(RACE)) {
      tell(id, "error", error, made.error().orElse(null), differ);
    }
    Object service = made.isCreated() ? said(made.service().orElseThrow()) : null;
    tell(id, "service", plain(expect.get("service")), service, differ);
  }

  private static void tell(
      String id, String what, Object recorded, Object made, List<String> differ) {
    if (!Objects.equals(recorded, made)) {
      differ.add("%s %s: recorded %s, made %s".formatted(id, what, recorded, made));
    }
  }

  private static Map<String, Object> said(Mapping service) {
    Map<String, Object> said = new TreeMap<>();
    Mapping metadata = service.mapping("metadata");
    Mapping spec = service.mapping("spec");
    said.put("name", metadata.text("name"));
    for (String key : List.of("labels", "annotations", "ownerReferences")) {
      said.put(key, plain(metadata.get(key)));
    }
    said.put("headless", "None".equals(spec.text("clusterIP")));
    said.put("type", "ClusterIP");
    said.put("selector", spec.mapping("selector").isEmpty() ? null : plain(spec.get("selector")));
    said.put("publishNotReadyAddresses", false);
    List<Object> ports = new ArrayList<>();
    Sequence list = spec.sequence("ports");
    for (int i = 0; i < list.size(); i++) {
      Map<String, Object> port = new TreeMap<>();
      for (String key : List.of("name", "port", "targetPort", "protocol", "appProtocol")) {
        port.put(key, plain(list.mapping(i).get(key)));
      }
      ports.add(port);
    }
    said.put("ports", ports);
    return said;
  }
}
