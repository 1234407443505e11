package dev.portside.dapr.schema;

import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the schemas that ship, from the definitions that may lie beside the checkout; a test fails
 * where they are not what this makes now.
 */
final class SchemaWriter {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private static final String HEAD =
      """
      # The schemas of Dapr's kinds; see SchemaTable. The tests of portside-dapr make this file: change
      # SchemaWriter there. Made from dapr/dapr charts/dapr/crds, main of August 2026; what came when is
      # from the same files of releases 1.7 to 1.18.
      #
      # "@APIVERSION KIND TYPE SINCE", then a line a type: "NAME!@SINCE:TYPE(CHOICES)<LENGTH>[]<COUNT>=DEFAULT",
      # where ! is required, [] a list, []u a set, {} a mapping with free keys; s text, b truth value, i whole number,
      # i32 one of 32 bits, open a mapping of anything, any anything. "!RULE:FIELDS" holds of several fields.
      """;

  /** The fields of an object's metadata that the API server reads as they are. */
  private static final String META =
      "ObjectMeta annotations:s{} creationTimestamp:any deletionGracePeriodSeconds:any"
          + " deletionTimestamp:any finalizers:s[] generateName:s generation:any labels:s{}"
          + " managedFields:any name:s namespace:s ownerReferences:any resourceVersion:s selfLink:s"
          + " uid:s\n";

  /** What releases before the newest lack. */
  private static final Map<String, String> SINCE =
      Map.ofEntries(
          Map.entry("Resiliency", "1.7"),
          Map.entry("HTTPEndpoint", "1.11"),
          Map.entry("MCPServer", "1.18"),
          Map.entry("WorkflowAccessPolicy", "1.18"),
          Map.entry("Component.spec.metadata.envRef", "1.12"),
          Map.entry("HTTPEndpoint.spec.clientTLS", "1.12"),
          Map.entry("Configuration.spec.mtls.tokenValidators", "1.12"),
          Map.entry("Configuration.spec.mtls.controlPlaneTrustDomain", "1.12"),
          Map.entry("Configuration.spec.mtls.sentryAddress", "1.12"),
          Map.entry("Configuration.spec.tracing.otel", "1.9"),
          Map.entry("Configuration.spec.tracing.otel.headers", "1.17"),
          Map.entry("Configuration.spec.tracing.otel.timeout", "1.17"),
          Map.entry("Configuration.spec.metrics", "1.10"),
          Map.entry("Configuration.spec.metrics.workflow", "1.19"),
          Map.entry("Configuration.spec.metric.workflow", "1.19"),
          Map.entry("Configuration.spec.metrics.recordErrorCodes", "1.15"),
          Map.entry("Configuration.spec.metric.recordErrorCodes", "1.15"),
          Map.entry("Configuration.spec.metrics.http.pathMatching", "1.14"),
          Map.entry("Configuration.spec.metric.http.pathMatching", "1.14"),
          Map.entry("Configuration.spec.appHttpPipeline", "1.9"),
          Map.entry("Configuration.spec.components", "1.9"),
          Map.entry("Configuration.spec.logging", "1.10"),
          Map.entry("Configuration.spec.wasm", "1.12"),
          Map.entry("Configuration.spec.workflow", "1.15"),
          Map.entry("Configuration.spec.workflow.stateRetentionPolicy", "1.17"),
          Map.entry("Configuration.spec.workflow.globalMaxConcurrentActivityInvocations", "1.18.1"),
          Map.entry("Configuration.spec.workflow.globalMaxConcurrentWorkflowInvocations", "1.18.1"),
          Map.entry("Configuration.spec.workflow.activityConcurrencyLimits", "1.18.1"),
          Map.entry("Configuration.spec.workflow.workflowConcurrencyLimits", "1.18.1"),
          Map.entry("Subscription.spec.deadLetterTopic", "1.9"),
          Map.entry("Subscription.spec.bulkSubscribe", "1.10"),
          Map.entry("Resiliency.spec.policies.retries.matching", "1.15"),
          Map.entry("WorkflowAccessPolicy.spec.rules.workflows.requires", "1.19"),
          Map.entry("WorkflowAccessPolicy.spec.rules.activities.requires", "1.19"));

  private static final Map<String, String> RULES =
      Map.of(
          "exactly one of streamableHTTP, sse, or stdio must be set",
          "!one:streamableHTTP,sse,stdio",
          "at least one of workflows or activities must contain a rule",
          "!some:workflows,activities",
          "requires is only valid when the rule's only operation is 'schedule'",
          "!sole:requires,operations,schedule");

  private final Map<String, String> namesByFields = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final TreeMap<String, String> kinds = new TreeMap<>();

  private SchemaWriter() {}

  static Path file() {
    return MODULE.resolve("src/main/resources/dev/portside/dapr/schema/schema.txt");
  }

  /** Returns what the file should hold. */
  static String text(Path definitions) throws IOException {
    SchemaWriter writer = new SchemaWriter();
    try (Stream<Path> files = Files.list(definitions)) {
      for (Path file : files.sorted().toList()) {
        writer.addAll(file);
      }
    }
    StringBuilder text = new StringBuilder(HEAD);
    writer.kinds.forEach((kind, type) -> text.append('@').append(kind).append(type).append('\n'));
    writer.types.forEach((name, fields) -> text.append(name).append(fields).append('\n'));
    return text.append(META).toString();
  }

  private void addAll(Path file) throws IOException {
    for (Document document : YamlReader.read(Input.of(file.toString(), Files.readString(file)))) {
      Mapping spec = ((Mapping) document.root()).mapping("spec");
      String kind = String.valueOf(spec.mapping("names").text("kind"));
      for (Tree item : spec.sequence("versions")) {
        Mapping version = (Mapping) item;
        Mapping schema = version.mapping("schema").mapping("openAPIV3Schema");
        String since = SINCE.getOrDefault(kind, "");
        kinds.put(
            spec.text("group") + "/" + version.text("name") + " " + kind,
            " " + type(kind, kind, schema) + (since.isEmpty() ? "" : " " + since));
      }
    }
  }

  private String type(String path, String name, Mapping schema) {
    StringBuilder fields = new StringBuilder();
    Mapping properties = schema.mapping("properties");
    List<String> required = schema.sequence("required").texts();
    for (String field : properties.keys()) {
      String below = path + "." + field;
      fields.append(' ').append(field).append(required.contains(field) ? "!" : "");
      fields.append(SINCE.containsKey(below) ? "@" + SINCE.get(below) : "").append(':');
      boolean root = path.indexOf('.') < 0;
      fields.append(
          root && field.equals("metadata")
              ? "ObjectMeta"
              : expression(below, field, properties.mapping(field)));
    }
    for (Tree rule : schema.sequence("x-kubernetes-validations")) {
      String message = String.valueOf(((Mapping) rule).text("message"));
      if (!RULES.containsKey(message)) {
        throw new IllegalStateException("no name for the rule: " + message);
      }
      fields.append(' ').append(RULES.get(message));
    }
    return named(name, fields.toString());
  }

  private String named(String field, String fields) {
    String known = namesByFields.get(fields);
    if (known != null) {
      return known;
    }
    String base = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + i;
    }
    namesByFields.put(fields, name);
    types.put(name, fields);
    return name;
  }

  private String expression(String path, String name, Mapping schema) {
    Mapping items = schema.mapping("items");
    if (!items.isEmpty()) {
      return expression(path, name, items)
          + "[]"
          + ("set".equals(schema.text("x-kubernetes-list-type")) ? "u" : "")
          + range(schema, "minItems", "maxItems");
    }
    Mapping values = schema.mapping("additionalProperties");
    if (!values.isEmpty()) {
      return expression(path, name, values) + "{}";
    }
    return simple(path, name, schema) + fallback(schema.get("default"));
  }

  private String simple(String path, String name, Mapping schema) {
    boolean open = schema.has("x-kubernetes-preserve-unknown-fields");
    return switch (String.valueOf(schema.text("type"))) {
      case "string" -> "s" + choices(schema) + range(schema, "minLength", "maxLength");
      case "boolean" -> "b";
      case "integer" -> "int32".equals(schema.text("format")) ? "i32" : "i";
      case "object" -> open ? "open" : type(path, name, schema);
      default -> "any";
    };
  }

  private static String choices(Mapping schema) {
    Sequence choices = schema.sequence("enum");
    return choices.isEmpty() ? "" : "(" + String.join("|", choices.texts()) + ")";
  }

  private static String range(Mapping schema, String least, String most) {
    String from = schema.text(least);
    String to = schema.text(most);
    boolean free = from == null && to == null;
    return free ? "" : "<" + (from == null ? "0" : from) + "-" + (to == null ? "" : to) + ">";
  }

  private static String fallback(Tree value) {
    if (value instanceof Mapping mapping) {
      StringBuilder json = new StringBuilder();
      for (int i = 0; i < mapping.size(); i++) {
        json.append(i == 0 ? "" : ",").append('"').append(mapping.key(i)).append("\":");
        json.append(((Scalar) mapping.value(i)).text());
      }
      return "={" + json + "}";
    }
    return value == null ? "" : "=" + ((Scalar) value).text();
  }
}
