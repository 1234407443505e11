package dev.portside.dapr.component;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComponentTypeTest {

  private static ComponentType type(String name) {
    return ComponentType.find(name).orElseThrow();
  }

  private static List<String> required(String type) {
    return type(type).required().stream().map(MetadataField::name).toList();
  }

  @Test
  void catalogue_isCurrent() throws IOException {
    Path source = Shared.file("reference/dapr-components.json");
    String text = CatalogueWriter.text(Files.readString(source));
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.writeString(CatalogueWriter.file(), text);
    }

    assertWithMessage("-Dportside.golden=write writes it anew")
        .that(Files.readString(CatalogueWriter.file()))
        .isEqualTo(text);
  }

  @Test
  void everyName_isRead() {
    assertThat(ComponentType.names().size()).isAtLeast(150);
    for (String name : ComponentType.names()) {
      assertThat(type(name).versions()).isNotEmpty();
    }
  }

  @Test
  void find_inAnyCaseAndSpelling() {
    assertThat(type("State.PostgreS").name()).isEqualTo("state.postgresql");
    assertThat(ComponentType.find("state.redix")).isEmpty();
  }

  @Test
  void versions() {
    assertThat(type("state.etcd").versions()).containsExactly("v1", "v2").inOrder();
    assertThat(type("state.etcd").hasVersion("V2")).isTrue();
    assertThat(type("state.redis").hasVersion("")).isTrue();
    assertThat(type("state.redis").hasVersion("v2")).isFalse();
  }

  @Test
  void field_tellsWhatIsKnown() {
    MetadataField password = type("state.redis").field("REDISPASSWORD").orElseThrow();
    assertThat(password.sensitive()).isTrue();
    assertThat(password.profiles()).containsExactly("Username and password", false);
    assertThat(type("state.redis").field("redisType").orElseThrow().allowed())
        .isEqualTo(Set.of("node", "cluster"));
    assertThat(type("state.sqlserver").field("bulkGetChunkSize").orElseThrow().versions())
        .containsExactly("v2");
    assertThat(type("bindings.kafka").field("topics").orElseThrow().direction()).isEqualTo("input");
  }

  @Test
  void field_thatOnlyTheCodeKnows() {
    assertThat(type("state.redis").field("actorStateStore")).isPresent();
    assertThat(type("pubsub.redis").field("actorStateStore")).isEmpty();
    assertThat(type("state.azure.blobstorage").field("container").orElseThrow().target())
        .isEqualTo("containerName");
    assertThat(type("state.azure.cosmosdb").field("spnClientId")).isPresent();
    assertThat(type("state.mysql").field("spnClientId")).isEmpty();
    assertThat(type("pubsub.pulsar").field("orders.avroschema")).isPresent();
    assertThat(type("bindings.graphql").field("header:x-token")).isPresent();
    assertThat(type("pubsub.kafka").field("authRequired")).isPresent();
  }

  @Test
  void field_misspelt() {
    assertThat(type("bindings.kubernetes").field("resyncPreiodInSec")).isEmpty();
    assertThat(type("pubsub.rabbitmq").field("deleteWhenUnused")).isEmpty();
    assertThat(type("state.postgresql").field("table")).isEmpty();
  }

  @Test
  void required_unlessItMayComeLater() {
    assertThat(required("state.zookeeper")).containsExactly("servers", "sessionTimeout");
    assertThat(required("bindings.smtp")).containsExactly("host");
    assertThat(required("bindings.localstorage")).containsExactly("rootPath");
  }

  @Test
  void marks() {
    assertThat(type("nameresolution.mdns").isComponent()).isFalse();
    assertThat(type("bindings.kitex").isReleased()).isFalse();
    assertThat(type("state.redis").isReleased()).isTrue();
    assertThat(type("middleware.http.uppercase").isDescribed()).isFalse();
  }

  @Test
  void meaning_ofAnotherSpelling() {
    assertThat(type("state.postgresql").meaning("url").orElseThrow().sensitive()).isTrue();
    assertThat(type("state.azure.blobstorage").meaning("storageAccessKey").orElseThrow().name())
        .isEqualTo("accountKey");
    assertThat(type("state.redis").field("actorStateStore").orElseThrow().kind())
        .isEqualTo(MetadataField.Kind.BOOL);
  }
}
