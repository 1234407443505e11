package dev.portside.kyma.admission;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@code schemas.txt} of the official definitions. */
final class SchemaFiles {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final String ONE_ACCESS = "((has(self.extAuth)?1:0)";
  private static final Pattern MATCHES = Pattern.compile("self\\.matches\\('(.*)'\\)");

  /** The definitions by the name of their release, oldest first. */
  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("2020-08-kyma-1.14.0", "2020-08-v1alpha1-kyma-1.14.0-installed");
    FILES.put("2020-09-operator", "2020-09-v1alpha1-operator-repo");
    FILES.put("2022-07", "2022-07-v1alpha1");
    FILES.put("1.0.0", "1.0.0-v1alpha1-v1beta1");
    FILES.put("1.8.0", "1.8.0-v1alpha1-v1beta1-installed");
    FILES.put("2.3.1", "2.3.1-v1beta1");
    FILES.put("2.11.3", "2.11.3-v1beta1-v2alpha1");
    FILES.put("3.0.0", "3.0.0-v1beta1-v2-v2alpha1");
    FILES.put("3.10.0", "3.10.0-v1beta1-v2-v2alpha1");
  }

  private final Map<String, String> patterns = new LinkedHashMap<>();
  private final Map<String, String> messages = new LinkedHashMap<>();
  private final StringBuilder schemas = new StringBuilder();

  private SchemaFiles() {}

  /** Returns the file that ships. */
  static Path shipped() {
    return MODULE.resolve("src/main/resources/dev/portside/kyma/admission/schemas.txt");
  }

  /** Returns what it should hold; empty where the definitions are not at hand. */
  static Optional<String> text() throws IOException {
    Optional<Path> folder = folder();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    SchemaFiles made = new SchemaFiles();
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = folder.orElseThrow().resolve("apirule-crd-" + file.getValue() + ".yaml");
      made.add(file.getKey(), path);
    }
    StringBuilder text = new StringBuilder();
    text.append("# What each release's definition of APIRule admits; see SchemaFile.\n");
    text.append("# SchemaFiles, among the tests, makes this file of the definitions in\n");
    text.append(
        "# kyma-project/api-gateway config/crd/bases and, for 2020-08, kyma-project/kyma\n");
    text.append("# 1.14.0 resources/cluster-essentials/files/apirules.gateway.crd.yaml.\n");
    made.patterns.forEach((regex, name) -> text.append("pattern %s %s\n".formatted(name, regex)));
    made.messages.forEach((name, said) -> text.append("message %s %s\n".formatted(name, said)));
    return Optional.of(text.append(made.schemas).toString());
  }

  private static Optional<Path> folder() {
    for (Path at = MODULE; at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/crds/kyma");
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private void add(String release, Path file) throws IOException {
    Mapping root =
        (Mapping) YamlReader.read(Input.of(file.toString(), Files.readString(file))).get(0).root();
    Mapping spec = root.mapping("spec");
    // Before apiextensions.k8s.io/v1 unknown fields were kept, and all versions shared one schema.
    boolean open = root.text("apiVersion").endsWith("/v1beta1");
    for (Tree item : spec.sequence("versions")) {
      Mapping version = (Mapping) item;
      Mapping schema = open ? spec.mapping("validation") : version.mapping("schema");
      schemas.append("@%s %s".formatted(release, version.text("name")));
      schemas.append(open ? " open" : "");
      schemas.append("true".equals(version.text("deprecated")) ? " deprecated\n" : "\n");
      Mapping properties = schema.mapping("openAPIV3Schema");
      for (String part : List.of("spec", "status")) {
        node(1, part, properties.mapping("properties").mapping(part), properties);
      }
    }
  }

  private void node(int depth, String name, Mapping schema, Mapping above) {
    boolean required = above.sequence("required").texts().contains(name);
    schemas.append(" ".repeat(depth)).append(name).append(required ? "!" : "");
    schemas.append(' ').append(schema.text("type"));
    range(schema, "minItems", "maxItems");
    range(schema, "minLength", "maxLength");
    range(schema, "minimum", "maximum");
    if ("true".equals(schema.text("x-kubernetes-preserve-unknown-fields"))) {
      schemas.append(" open");
    }
    schema.findText("format").ifPresent(format -> schemas.append(" format=").append(format));
    Sequence words = schema.sequence("enum");
    if (!words.isEmpty()) {
      schemas.append(" words=").append(String.join(",", words.texts()));
    }
    schema.findText("pattern").ifPresent(p -> schemas.append(" pattern=").append(named(p)));
    for (Tree rule : schema.sequence("x-kubernetes-validations")) {
      condition((Mapping) rule);
    }
    schemas.append('\n');
    for (String property : schema.mapping("properties").keys()) {
      node(depth + 1, property, schema.mapping("properties").mapping(property), schema);
    }
    if (!schema.mapping("items").isEmpty()) {
      node(depth + 1, "[]", schema.mapping("items"), Mapping.empty());
    }
    if (!schema.mapping("additionalProperties").isEmpty()) {
      node(depth + 1, "{}", schema.mapping("additionalProperties"), Mapping.empty());
    }
  }

  private void range(Mapping schema, String least, String most) {
    if (schema.has(least) || schema.has(most)) {
      schemas.append(' ').append(schema.findText(least).orElse(""));
      schemas.append("..").append(schema.findText(most).orElse(""));
    }
  }

  private void condition(Mapping rule) {
    String cel = rule.findText("rule").orElseThrow();
    Matcher matches = MATCHES.matcher(cel);
    String name;
    if (matches.matches()) {
      // Within a CEL string a backslash stands twice.
      name = named(matches.group(1).replace("\\\\", "\\"));
    } else if (cel.startsWith(ONE_ACCESS)) {
      name = "one-access";
    } else {
      throw new IllegalStateException("a rule that Portside does not know: " + cel);
    }
    messages.putIfAbsent(name, rule.findText("message").orElseThrow());
    schemas.append(" holds=").append(name);
  }

  private String named(String regex) {
    Set<String> known = patterns.keySet();
    return patterns.computeIfAbsent(regex, r -> "p" + (known.size() + 1));
  }
}
