package dev.portside.dapr.component;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the catalogue that ships, from what may lie beside the checkout; a test fails where it is
 * not what this makes now.
 */
final class CatalogueWriter {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private static final String HEAD =
      """
      # The types of components; see ComponentType. The tests of portside-dapr make this file: change
      # CatalogueWriter there. Made from the metadata.yaml files of dapr/components-contrib c23900d, and
      # from what cmd/daprd/components of dapr/dapr d845074 registers.
      #
      # A block is a type: "@TYPE VERSIONS STATUS", the default version first, then its other names and
      # what daprd does not do with it. Its fields follow, those of one way to sign in on a line of their
      # own. Behind a field's slash: ! required, * a secret, b truth value, n number, d duration, s bytes,
      # ~ deprecated, i read by input bindings only, o by output bindings only, =VALUES there are,
      # @VERSIONS that take it, >FIELD of which it is another spelling.
      """;

  private CatalogueWriter() {}

  static Path file() {
    return MODULE.resolve("src/main/resources/dev/portside/dapr/component/components.txt");
  }

  /** Returns what the file should hold. */
  static String text(String json) {
    Sequence types = (Sequence) YamlReader.read(Input.of("components", json)).get(0).root();
    StringBuilder text = new StringBuilder(HEAD);
    for (Tree type : types) {
      type((Mapping) type, text);
    }
    return text.toString();
  }

  private static void type(Mapping type, StringBuilder text) {
    List<String> versions = new ArrayList<>(type.sequence("versions").texts());
    String first = type.text("defaultVersion");
    if (first != null) {
      versions.remove(first);
      versions.add(0, first);
    }
    text.append('@').append(type.text("type")).append(' ');
    text.append(versions.isEmpty() ? "v1" : String.join(",", versions)).append(' ');
    String status = type.text("status");
    text.append(status == null ? "-" : status);
    if (!type.sequence("aliases").isEmpty()) {
      text.append(" alias=").append(String.join(",", type.sequence("aliases").texts()));
    }
    text.append("false".equals(type.text("registeredInDaprd")) ? " unregistered" : "");
    text.append("false".equals(type.text("isComponent")) ? " no-component" : "");
    text.append('\n');
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Tree field : type.sequence("fields")) {
      field((Mapping) field, lines);
    }
    others(type, lines);
    lines.forEach(
        (profile, words) -> {
          text.append(profile.isEmpty() ? "" : "[" + profile + "] ");
          text.append(String.join(" ", words)).append('\n');
        });
  }

  private static void field(Mapping field, Map<String, List<String>> lines) {
    if (field.sequence("profiles").isEmpty()) {
      add(field, "", "true".equals(field.text("required")), lines);
    }
    for (Tree item : field.sequence("profiles")) {
      Mapping profile = (Mapping) item;
      add(field, profile.text("title"), "true".equals(profile.text("required")), lines);
    }
  }

  private static void add(
      Mapping field, String profile, boolean required, Map<String, List<String>> lines) {
    StringBuilder flags = new StringBuilder(required ? "!" : "");
    flags.append("true".equals(field.text("sensitive")) ? "*" : "");
    flags.append(kind(String.valueOf(field.text("type"))));
    flags.append("true".equals(field.text("deprecated")) ? "~" : "");
    boolean input = "true".equals(field.mapping("binding").text("input"));
    boolean output = "true".equals(field.mapping("binding").text("output"));
    flags.append(input == output ? "" : input ? "i" : "o");
    append('=', field.sequence("allowedValues").texts(), flags);
    append('@', field.sequence("versions").texts(), flags);
    lines
        .computeIfAbsent(profile, p -> new ArrayList<>())
        .add(field.text("name") + (flags.isEmpty() ? "" : "/" + flags));
  }

  private static void append(char mark, List<String> values, StringBuilder flags) {
    if (!values.isEmpty()) {
      flags.append(mark).append(String.join(",", values));
    }
  }

  private static String kind(String type) {
    return switch (type) {
      case "bool" -> "b";
      case "number" -> "n";
      case "duration" -> "d";
      case "bytesize" -> "s";
      default -> "";
    };
  }

  /** What the code reads though the metadata does not list it. */
  private static void others(Mapping type, Map<String, List<String>> lines) {
    Mapping endpoint = type.mapping("endpoint");
    Mapping aliases = endpoint.mapping("fieldAliases");
    List<String> words = new ArrayList<>();
    for (String field : aliases.keys()) {
      aliases.sequence(field).texts().forEach(alias -> words.add(alias + "/>" + field));
    }
    // The SQL components read a connection string under either name.
    boolean dsn = "dsn".equals(endpoint.text("kind"));
    for (String field : endpoint.sequence("undocumentedFields").texts()) {
      words.add(dsn && field.equals("url") ? "url/>connectionString" : field);
    }
    if (!words.isEmpty()) {
      lines.computeIfAbsent("", p -> new ArrayList<>()).addAll(words);
    }
  }
}
