package dev.portside.it.fields;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.FieldTable;
import dev.portside.check.Finding;
import dev.portside.it.fields.FieldTables.Custom;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables that ship are what the generator makes. */
final class FieldTablesTest {

  private static final String STALE = "-Dportside.golden=write writes it anew";
  private static final Scalar ONE = Scalar.of(1);

  @Test
  void kubernetes_isCurrent() throws IOException {
    isCurrent(FieldTables.kubernetesFile(), FieldTables.kubernetes());
  }

  @ParameterizedTest
  @EnumSource
  void custom_isCurrent(Custom table) throws IOException {
    Optional<String> text = table.text();
    assumeTrue(text.isPresent(), "no definitions beside the checkout: not compared with them");

    isCurrent(table.file(), text.orElseThrow());
  }

  private static void isCurrent(Path table, String text) throws IOException {
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.writeString(table, text);
    }
    assertWithMessage(STALE).that(Files.readString(table)).isEqualTo(text);
  }

  /** One object of each version of each definition, in which every field stands that it has. */
  @ParameterizedTest
  @EnumSource
  void custom_everyFieldIsKnown(Custom table) throws IOException {
    assumeTrue(!table.definitions().isEmpty(), "no definitions beside the checkout: none filled");
    int versions = 0;
    for (Path file : table.definitions()) {
      for (Document document : YamlReader.read(Input.of(file.toString(), Files.readString(file)))) {
        Mapping spec = ((Mapping) document.root()).mapping("spec");
        for (Tree version : spec.sequence("versions")) {
          versions++;
          assertWithMessage(file + " " + ((Mapping) version).text("name"))
              .that(findings(full(spec, (Mapping) version)))
              .isEmpty();
          assertThat(findings(full(spec, (Mapping) version).with(Pointer.of("spec", "zz"), ONE)))
              .hasSize(1);
        }
      }
    }
    assertThat(versions).isAtLeast(table.definitions().size());
  }

  private static List<Finding> findings(Tree object) {
    Resource resource = Resource.made("test", 0, (Mapping) object, "shop");
    Manifests set = Manifests.in("shop").add(context -> List.of(resource)).build();
    return Portside.check(set).of("manifest-unknown-field");
  }

  private static Mapping full(Mapping spec, Mapping version) {
    Mapping schema = version.mapping("schema");
    Mapping holder = schema.isEmpty() ? spec.mapping("validation") : schema;
    return (Mapping)
        ((Mapping) full(holder.mapping("openAPIV3Schema")))
            .with(
                Pointer.of("apiVersion"),
                Scalar.of(spec.text("group") + "/" + version.text("name")))
            .with(Pointer.of("kind"), Scalar.of(spec.mapping("names").text("kind")))
            .with(Pointer.of("metadata"), Mapping.of("name", "orders"));
  }

  private static Tree full(Mapping schema) {
    Mapping items = schema.mapping("items");
    Mapping values = schema.mapping("additionalProperties");
    Mapping properties = schema.mapping("properties");
    if (!items.isEmpty()) {
      return Sequence.of(full(items), full(items));
    }
    if (schema.has("x-kubernetes-preserve-unknown-fields")) {
      return Mapping.of("any", Mapping.of("thing", "x"));
    }
    if (!values.isEmpty()) {
      return Mapping.of("any", full(values));
    }
    if (properties.isEmpty()) {
      return ONE;
    }
    Mapping.Builder object = Mapping.builder();
    for (String property : properties.keys()) {
      object.put(property, full(properties.mapping(property)));
    }
    return object.build();
  }

  /** A table whose kind is of a group that it does not name would never be asked. */
  @Test
  void groups_ofAllKinds() throws IOException {
    List<FieldTable> tables =
        Extensions.found().stream().flatMap(extension -> extension.fields().stream()).toList();
    assertThat(tables).hasSize(Custom.values().length);
    Set<String> named = new TreeSet<>();
    tables.forEach(table -> named.addAll(table.groups()));
    Set<String> used = new TreeSet<>();
    for (Custom table : Custom.values()) {
      for (String line : Files.readAllLines(table.file())) {
        if (line.startsWith("@")) {
          used.add(line.substring(1, line.indexOf('/')));
        }
      }
    }

    assertThat(named).isEqualTo(used);
  }
}
