package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.manifest.Resource;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComponentEndpointTest {

  /** {@code case,type,"metadata as JSON",endpoints,note}. */
  private static final Pattern ROW =
      Pattern.compile("([^,]+),([^,]+),\"((?:[^\"]|\"\")*)\",([^,]*|\"[^\"]*\"),.*");

  private static Resource component(String type, Mapping metadata) {
    Sequence.Builder items = Sequence.builder();
    for (int i = 0; i < metadata.size(); i++) {
      items.add(
          Mapping.builder().put("name", metadata.key(i)).put("value", metadata.value(i)).build());
    }
    return Resource.made("test", 0, tree(type, items.build()), "shop");
  }

  private static Mapping tree(String type, Sequence metadata) {
    return Mapping.builder()
        .put("apiVersion", "dapr.io/v1alpha1")
        .put("kind", "Component")
        .put("metadata", Mapping.of("name", "c"))
        .put("spec", Mapping.builder().put("type", type).put("metadata", metadata).build())
        .build();
  }

  private static Mapping json(String text) {
    Tree root = YamlReader.read(Input.of("json", text)).get(0).root();
    return (Mapping) root;
  }

  private static Peer peer(String host) {
    List<ComponentEndpoint> endpoints =
        ComponentEndpoint.of(component("state.redis", Mapping.of("redisHost", host)));
    return endpoints.get(0).peer("shop");
  }

  @Test
  void of_isWhatTheReferenceSays() throws IOException {
    int judged = 0;
    Set<String> types =
        Set.of(
            "state.redis",
            "pubsub.redis",
            "pubsub.kafka",
            "bindings.kafka",
            "state.memcached",
            "state.rethinkdb",
            "state.zookeeper",
            "state.aerospike");
    for (String line : Files.readAllLines(Shared.file("reference/dapr-component-endpoints.csv"))) {
      Matcher row = ROW.matcher(line);
      if (!row.matches() || !types.contains(row.group(2)) || notModelled(row.group(1))) {
        continue;
      }
      judged++;
      Mapping metadata = json(row.group(3).replace("\"\"", "\""));
      String actual =
          String.join(
              ";",
              ComponentEndpoint.of(component(row.group(2), metadata)).stream()
                  .map(endpoint -> endpoint.host() + ":" + endpoint.port())
                  .toList());
      assertWithMessage(line).that(actual).isEqualTo(row.group(4));
    }
    assertThat(judged).isAtLeast(8);
  }

  /** A schema registry is a further endpoint of Kafka, which the table does not hold yet. */
  private static boolean notModelled(String name) {
    return name.equals("kafka-registry");
  }

  @Test
  void peer_isAServiceOrAHost() {
    assertThat(peer("redis:6379")).isEqualTo(new Peer.Service("shop", "redis", 6379));
    assertThat(peer("redis-master.cache:6380"))
        .isEqualTo(new Peer.Service("cache", "redis-master", 6380));
    assertThat(peer("redis.cache.svc.cluster.local"))
        .isEqualTo(new Peer.Service("cache", "redis", 6379));
    assertThat(peer("redis.example.com:6379")).isEqualTo(new Peer.Host("redis.example.com", 6379));
    assertThat(peer("10.0.0.7:6379")).isEqualTo(new Peer.Host("10.0.0.7", 6379));
    assertThat(peer("localhost:6379")).isEqualTo(new Peer.Loopback("localhost", 6379));
  }

  @Test
  void protection_isReadFromTheComponent() {
    Mapping tls = Mapping.builder().put("redisHost", "r").put("enableTLS", "true").build();

    assertThat(ComponentEndpoint.of(component("state.redis", tls)).get(0).protection())
        .isEqualTo(Protection.by("tls"));
    assertThat(
            ComponentEndpoint.of(component("pubsub.kafka", Mapping.of("brokers", "k:9092")))
                .get(0)
                .protection())
        .isEqualTo(Protection.unknown());
  }

  @Test
  void secretReference_namesNoEndpoint() {
    Mapping item =
        Mapping.builder()
            .put("name", "redisHost")
            .put("secretKeyRef", Mapping.of("name", "redis"))
            .build();
    Resource component = Resource.made("test", 0, tree("state.redis", Sequence.of(item)), "shop");

    assertThat(ComponentEndpoint.of(component).stream().map(ComponentEndpoint::host).toList())
        .doesNotContain("redis");
  }
}
