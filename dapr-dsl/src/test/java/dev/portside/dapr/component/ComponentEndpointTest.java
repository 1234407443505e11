package dev.portside.dapr.component;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.Recordings;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComponentEndpointTest {

  private static final Manifests EMPTY = Manifests.of("shop", Platform.today(), List.of());

  private static ComponentBackend backend(String type, String... metadata) {
    Mapping.Builder items = Mapping.builder();
    for (int i = 0; i < metadata.length; i += 2) {
      items.put(metadata[i], metadata[i + 1]);
    }
    return ComponentBackend.of(Components.of(type, items.build()));
  }

  private static String endpoints(String type, String... metadata) {
    return text(backend(type, metadata));
  }

  private static String text(ComponentBackend backend) {
    return backend.endpoints().stream()
        .map(ComponentEndpoint::toString)
        .collect(Collectors.joining(";"));
  }

  private static String reason(ComponentBackend backend) {
    return backend.gap().orElseThrow().reason();
  }

  private static Peer peer(String host) {
    return backend("state.redis", "redisHost", host).endpoints().get(0).peer("shop", EMPTY);
  }

  private static Protection protection(String type, String... metadata) {
    return backend(type, metadata).endpoints().get(0).protection();
  }

  @Test
  void endpoints_areWhatTheReferenceSays() throws IOException {
    Recordings.judge(
        Recordings.csvOfReference("dapr-component-endpoints.csv"),
        row -> row.get("case"),
        ComponentEndpointTest::wrong);
  }

  private static @Nullable String wrong(Map<String, String> row) {
    Mapping metadata = Recordings.mapping(row.get("metadata_json"));
    String actual = text(ComponentBackend.of(Components.of(row.get("type"), metadata)));
    String expected = row.get("expected_endpoints");
    return actual.equals(expected) ? null : "is " + actual + ", not " + expected;
  }

  /** Each type has a derivation, or says why there is none and what to write instead. */
  @Test
  void everyType_tellsOrSaysWhyNot() {
    for (String name : ComponentType.names()) {
      ComponentType type = ComponentType.find(name).orElseThrow();
      String grammar = EndpointRule.of(type).grammar();
      ComponentBackend backend = backend(name);

      boolean told = !backend.endpoints().isEmpty() || backend.gap().isPresent();
      assertWithMessage(name).that(told).isEqualTo(!grammar.equals("none") && !isData(type));
      backend.gap().ifPresent(gap -> assertThat(gap.remedy()).isNotEmpty());
    }
  }

  /** What is no URL is the keys themselves. */
  private static boolean isData(ComponentType type) {
    return EndpointRule.of(type).has("dataUnlessScheme") && backend(type.name()).gap().isEmpty();
  }

  @Test
  void peer_isWhomThePodsDial() {
    assertThat(peer("redis-master.cache:6380"))
        .isEqualTo(new Peer.Service("cache", "redis-master", 6380));
    assertThat(peer("redis.example.com:6379")).isEqualTo(new Peer.Host("redis.example.com", 6379));
    assertThat(peer("[2001:db8::5]:6379")).isEqualTo(new Peer.Host("2001:db8::5", 6379));
    assertThat(peer("localhost:6379")).isEqualTo(new Peer.Loopback("localhost", 6379));
  }

  @Test
  void protection_isReadFromTheComponent() {
    Protection tls = Protection.by("tls");
    Protection none = Protection.plaintext();

    assertThat(protection("state.redis", "redisHost", "r", "enableTLS", "true")).isEqualTo(tls);
    assertThat(protection("state.redis", "redisHost", "r")).isEqualTo(none);
    assertThat(protection("pubsub.kafka", "brokers", "k:9092")).isEqualTo(Protection.unknown());
    assertThat(protection("pubsub.kafka", "brokers", "k:9092", "authType", "none")).isEqualTo(none);
    assertThat(protection("pubsub.kafka", "brokers", "k:9092", "authType", "password"))
        .isEqualTo(tls);
    assertThat(protection("bindings.http", "url", "https://a.b.c")).isEqualTo(tls);
    assertThat(protection("bindings.http", "url", "http://a")).isEqualTo(none);
    assertThat(protection("state.mysql", "connectionString", "u@tcp(m)/?tls=skip-verify"))
        .isEqualTo(tls);
    assertThat(protection("state.postgresql", "connectionString", "host=p sslmode=disable"))
        .isEqualTo(none);
    assertThat(protection("state.postgresql", "connectionString", "host=p"))
        .isEqualTo(Protection.unknown());
    assertThat(protection("bindings.smtp", "host", "m", "port", "465")).isEqualTo(tls);
    assertThat(protection("state.mongodb", "host", "m")).isEqualTo(none);
  }

  @Test
  void secret_hidesTheHost() {
    Mapping reference = Mapping.builder().put("name", "pg").put("key", "text").build();
    Resource component =
        Components.of(
            "state.postgresql",
            Sequence.of(Components.item("connectionString", "secretKeyRef", reference)));

    ComponentBackend backend = ComponentBackend.of(component);

    assertThat(backend.endpoints()).isEmpty();
    assertThat(backend.gap())
        .isEqualTo(
            Optional.of(
                new ComponentBackend.Gap(
                    Pointer.of("spec", "metadata", "0", "secretKeyRef"),
                    "connectionString comes from a secret",
                    "set the annotation portside.dev/backend")));
  }

  @Test
  void environment_hidesTheHost() {
    Resource component =
        Components.of(
            "state.redis", Sequence.of(Components.item("redisHost", "envRef", Scalar.of("REDIS"))));

    assertThat(reason(ComponentBackend.of(component)))
        .isEqualTo("redisHost comes from an environment variable of the sidecar");
  }

  @Test
  void annotation_tellsTheBackend() {
    Resource component = Components.of("state.postgresql", Mapping.empty());
    Mapping annotated =
        (Mapping)
            component
                .tree()
                .with(
                    Pointer.of("metadata", "annotations", ComponentBackend.ANNOTATION),
                    Scalar.of("pg:5432, pg.example.com:6432"));

    assertThat(text(ComponentBackend.of(Resource.made("test", 0, annotated, "shop"))))
        .isEqualTo("pg:5432;pg.example.com:6432");
  }

  @Test
  void listOfANode_isNoAddress() {
    ComponentBackend backend = backend("state.redis", "redisHost", "a:1,b:2");

    assertThat(backend.endpoints()).isEmpty();
    assertThat(reason(backend)).isEqualTo("redisHost is not host:port");
  }

  @Test
  void cluster_isNoLock() {
    assertThat(endpoints("lock.redis", "redisHost", "r", "redisType", "cluster")).isEmpty();
  }

  @Test
  void etcd_prefixAndPath() {
    assertThat(endpoints("state.etcd", "endpoints", "http://etcd:2379/,unix:///run/etcd"))
        .isEqualTo("etcd:2379");
  }

  @Test
  void names_inAnyCaseAndSpelling() {
    assertThat(endpoints("STATE.Redis", "REDISHOST", "r")).isEqualTo("r:6379");
    assertThat(endpoints("state.postgres", "URL", "host=p")).isEqualTo("p:5432");
    assertThat(endpoints("bindings.azure.blobstorage", "storageAccount", "acc"))
        .isEqualTo("acc.blob.core.windows.net:443");
  }

  @Test
  void azure_connectionStrings() {
    String bus = "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=s=";
    String emulator = "Endpoint=sb://sb;SharedAccessKey=s;UseDevelopmentEmulator=true;";
    String storage = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k;EndpointSuffix=x.y";

    assertThat(endpoints("pubsub.azure.servicebus.topics", "connectionString", bus))
        .isEqualTo("n.servicebus.windows.net:5671;n.servicebus.windows.net:443");
    assertThat(endpoints("pubsub.azure.eventhubs", "connectionString", emulator))
        .isEqualTo("sb:5672");
    assertThat(endpoints("state.azure.blobstorage", "connectionString", storage))
        .isEqualTo("a.blob.x.y:443");
    assertThat(
            endpoints(
                "state.azure.blobstorage",
                "connectionString",
                "BlobEndpoint=http://azurite:10000/a;AccountName=a;AccountKey=k"))
        .isEqualTo("azurite:10000");
  }

  @Test
  void aws_hosts() {
    assertThat(endpoints("bindings.aws.sqs", "region", "cn-north-1"))
        .isEqualTo("sqs.cn-north-1.amazonaws.com.cn:443");
    assertThat(endpoints("bindings.aws.sqs", "endpoint", "http://localstack:4566"))
        .isEqualTo("localstack:4566");
    assertThat(endpoints("pubsub.snssqs", "region", "r", "accountId", "123456789012"))
        .isEqualTo("sns.r.amazonaws.com:443;sqs.r.amazonaws.com:443");
    assertThat(reason(backend("bindings.aws.sqs"))).isEqualTo("region is not set to a name");
  }

  @Test
  void postgres_pairsPortsAsTheDriverDoes() {
    assertThat(endpoints("state.postgresql", "connectionString", "postgres://u:p@a,b:5433/d"))
        .isEqualTo("a:5433;b:5433");
    assertThat(endpoints("state.postgresql", "connectionString", "host=a,b port=1,2"))
        .isEqualTo("a:1;b:2");
    assertThat(endpoints("state.postgresql", "connectionString", "postgres://a:1/d", "port", "2"))
        .isEmpty();
    assertThat(endpoints("state.postgresql", "connectionString", "postgres:///d?host=%2Ftmp"))
        .isEmpty();
  }

  @Test
  void sqlServer_quotedPassword() {
    String text = "server=sql;password={a;server=other,1};failoverpartner=sql2";

    assertThat(endpoints("state.sqlserver", "connectionString", text))
        .isEqualTo("sql:1433;sql2:1433");
  }

  @Test
  void gap_leavesTheTcpEndpointsOut() {
    List<ComponentEndpoint> endpoints =
        ComponentEndpoint.of(Components.of("state.mongodb", Mapping.of("server", "c.example.net")));

    assertThat(endpoints).isEmpty();
  }
}
