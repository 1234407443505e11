package dev.portside.traffic;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://data.rcc.svc.cluster.local:81              | http  | data.rcc.svc.cluster.local | 81
          http://data/path?x=1                              | http  | data                       | 80
          [{"url":"http://data:81","forwardAuthToken":true}] | http  | data                      | 81
          redis://:secret@redis:6380/0                      | redis | redis                      | 6380
          jdbc:postgresql://user:p@ss@pg.db/orders          | postgresql | pg.db                 | 5432
          HTTPS://Payments                                  | https | Payments                   | 443
          kafka:9092                                        |       | kafka                      | 9092
          --upstream=grpc://orders                          | grpc  | orders                     | 80
          """)
  void value_namesOne(String value, String scheme, String host, int port) {
    assertThat(Endpoint.in(value))
        .containsExactly(new Endpoint(scheme == null ? "" : scheme, host, port));
  }

  @Test
  void value_namesSeveral() {
    assertThat(Endpoint.in("kafka-0.kafka:9092,kafka-1.kafka:9092"))
        .containsExactly(
            new Endpoint("", "kafka-0.kafka", 9092), new Endpoint("", "kafka-1.kafka", 9092));
    assertThat(Endpoint.in("mongodb://a:1,b:2/db http://c:3"))
        .containsExactly(
            new Endpoint("mongodb", "a", 1),
            new Endpoint("mongodb", "b", 2),
            new Endpoint("http", "c", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a:b",
        "12:30:00 today",
        "redis",
        "://",
        "http://",
        "http:///x",
        "x:0",
        "x:70000",
        "-x:80",
        "http://$(HOST):80",
        "http://{{ .host }}/"
      })
  void value_namesNone(String value) {
    assertThat(Endpoint.in(value)).isEmpty();
  }

  @Test
  void schemes_tellWhatIsSpoken() {
    assertThat(Endpoint.in("https://a").get(0).protection()).isEqualTo(Protection.by("tls"));
    assertThat(Endpoint.in("grpc://a").get(0).protocol()).isEqualTo(Protocol.HTTP2);
    assertThat(Endpoint.in("a:1").get(0).protection()).isEqualTo(Protection.plaintext());
    assertThat(Endpoint.in("a:443").get(0).protection()).isEqualTo(Protection.unknown());
    assertThat(Endpoint.in("own://a:1").get(0).protection()).isEqualTo(Protection.unknown());
    assertThat(Endpoint.in("own://a:1").get(0).protocol()).isEqualTo(Protocol.UNKNOWN);
  }

  @Test
  void longValue_isReadInLinearTime() {
    String value = "a://".repeat(100_000) + "x".repeat(100_000);

    assertThat(Endpoint.in(value)).isEqualTo(List.of());
  }
}
