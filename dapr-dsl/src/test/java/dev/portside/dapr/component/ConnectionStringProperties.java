package dev.portside.dapr.component;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text a user may write makes a parser throw, and none tells a password. */
class ConnectionStringProperties {

  private static final Manifests EMPTY = Manifests.of("shop", Platform.today(), List.of());

  private static final String PASSWORD = "Zq9PLANTEDqZ";

  private static final List<String> PIECES =
      List.of(
          "postgres://",
          "mysql",
          "oracle://",
          "sqlserver://",
          "mongodb+srv://",
          "amqps://",
          "odbc:",
          "couchbases://",
          "nats://",
          "http://",
          "redis",
          "host=",
          "port=",
          "Server=",
          "tcp(",
          ")",
          "(ADDRESS=(HOST=h)(PORT=1521))",
          "Endpoint=sb://",
          "AccountName=",
          "BlobEndpoint=",
          "password=",
          "user",
          ":",
          "@",
          "/",
          "//",
          ",",
          ";",
          "[",
          "]",
          "::1",
          "%",
          "%2F",
          "{",
          "}",
          "?",
          "&",
          "#",
          "=",
          "\\",
          "'",
          "\"",
          " ",
          "5432",
          "0",
          "99999",
          "a.b",
          "é",
          "\n",
          "\u0000");

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(3));
    return piece.list().ofMaxSize(14).map(parts -> String.join("", parts));
  }

  /** Texts in which the password stands where passwords stand. */
  @Provide
  Arbitrary<String> credentials() {
    Arbitrary<String> form =
        Arbitraries.of(
            "%sapp:PW@db.example.com:5432/d%s",
            "%shost=db user=app password=PW%s",
            "%sServer=db;User Id=u;Password=PW;%s",
            "%sAccountName=a;AccountKey=PW%s",
            "%sEndpoint=sb://n.example.com/;SharedAccessKey=PW%s",
            "%sapp:PW@tcp(db)/d%s",
            "%s//u:PW@h1,h2/d?x=1%s");
    Arbitrary<String> begin =
        Arbitraries.of(
            "", "postgres://", "amqp://", "oracle://", "mongodb://", "sqlserver:", "http:");
    return Combinators.combine(form, begin, texts())
        .as((text, head, tail) -> text.formatted(head, tail).replace("PW", PASSWORD));
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(ComponentType.names());
  }

  @Property(tries = 3000)
  void anyText_isRead(@ForAll("types") String type, @ForAll("texts") String text) {
    for (Resource component : filled(type, text)) {
      ComponentBackend backend = ComponentBackend.of(component);

      for (ComponentEndpoint endpoint : backend.endpoints()) {
        assertWithMessage(type)
            .that(endpoint.port())
            .isIn(com.google.common.collect.Range.closed(0, 65535));
        endpoint.peer("shop", EMPTY);
      }
    }
  }

  @Property(tries = 3000)
  void password_isNeverTold(@ForAll("types") String type, @ForAll("credentials") String text) {
    for (Resource component : filled(type, text)) {
      ComponentBackend backend = ComponentBackend.of(component);

      assertWithMessage(type + " of " + text).that(backend.toString()).doesNotContain(PASSWORD);
    }
  }

  /** The text in every field that may name the backend, one at a time. */
  private static List<Resource> filled(String type, String text) {
    return ComponentType.find(type).orElseThrow().fields().stream()
        .filter(field -> field.kind() == MetadataField.Kind.TEXT)
        .filter(
            field -> field.name().matches("(?i).*(string|url|host|addr|server|endpoint|broker).*"))
        .map(field -> Components.of(type, Mapping.of(field.name(), text)))
        .toList();
  }
}
