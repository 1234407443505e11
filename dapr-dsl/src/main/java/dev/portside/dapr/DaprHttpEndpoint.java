package dev.portside.dapr;

import dev.portside.dapr.spec.NamedValue;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/**
 * A Dapr HTTPEndpoint: a name under which apps invoke an HTTP service that is no app of Dapr's;
 * since Dapr 1.11.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 HTTPEndpoint}. Source of the shape: dapr/dapr
 * v1.18.3, charts/dapr/crds/httpendpoints.yaml.
 */
@Value.Immutable
public abstract class DaprHttpEndpoint implements Part {

  /** When the server may ask for the client's certificate anew. */
  public enum Renegotiation {
    /** Never, which is the default. */
    NEVER("Never"),
    /** Once. */
    ONCE("OnceAsClient"),
    /** As often as it likes. */
    FREELY("FreelyAsClient");

    private final String word;

    Renegotiation(String word) {
      this.word = word;
    }
  }

  DaprHttpEndpoint() {}

  /**
   * Returns a builder of an endpoint.
   *
   * @param name by which apps invoke it
   * @param baseUrl such as {@code https://api.example.com}; since calls append to it
   * @throws IllegalArgumentException if the name is no DNS label, or the URL none of HTTP
   */
  public static Builder of(String name, String baseUrl) {
    return new Builder(name, baseUrl);
  }

  /** Returns its name. */
  public abstract String name();

  /** Returns what it says. */
  abstract Mapping spec();

  /** Returns the keys of Secrets that it refers to. */
  abstract List<SecretKey> secrets();

  /** Returns the Component that its secrets are in; empty for Kubernetes. */
  abstract String secretStore();

  /** Returns the app ids that see it; empty for all apps of its namespace. */
  public abstract List<String> scopes();

  @Override
  public final List<Resource> resources(Context context) {
    return new DaprObject("HTTPEndpoint", name(), context)
        .secrets(secrets())
        .secretStore(secretStore())
        .scopes(scopes())
        .with(spec());
  }

  /** Returns the name only: values may be secrets. */
  @Override
  public final String toString() {
    return "DaprHttpEndpoint " + name();
  }

  /** Collects an endpoint. */
  public static final class Builder {

    private final String name;
    private final String baseUrl;
    private final Sequence.Builder headers = Sequence.builder();
    private final Map<String, Tree> tls = new LinkedHashMap<>();
    private final List<SecretKey> secrets = new ArrayList<>();
    private final List<String> scopes = new ArrayList<>();
    private String secretStore = "";

    private Builder(String name, String baseUrl) {
      this.name = Names.label("endpoint name", name);
      this.baseUrl = url(baseUrl);
    }

    private static String url(String text) {
      try {
        URI url = URI.create(text);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (http && url.getHost() != null) {
          return text;
        }
      } catch (IllegalArgumentException e) {
        // Told below, in the words of every builder.
      }
      throw new IllegalArgumentException(
          "base URL \"%s\": must be http://host or https://host".formatted(text));
    }

    /** Adds a header to each request: a plain value, or one of the sidecar's environment. */
    public Builder header(NamedValue header) {
      headers.add(header.tree());
      return this;
    }

    /** Adds a header to each request, from a key of a Secret. */
    public Builder header(String header, SecretKey secret) {
      secrets.add(secret);
      return header(DaprObject.fromSecret(header, secret));
    }

    /** Sets the certificate in PEM of whom to trust; since Dapr 1.12, as all of TLS. */
    public Builder rootCa(String pem) {
      tls.put("rootCA", Mapping.of("value", Names.text("root CA", pem)));
      return this;
    }

    /** Sets the certificate of whom to trust to a key of a Secret. */
    public Builder rootCa(SecretKey secret) {
      return document("rootCA", secret);
    }

    /** Sets the client's certificate and private key to keys of Secrets. */
    public Builder clientCertificate(SecretKey certificate, SecretKey privateKey) {
      return document("certificate", certificate).document("privateKey", privateKey);
    }

    /** Sets the client's certificate in PEM, and its private key to a key of a Secret. */
    public Builder clientCertificate(String pem, SecretKey privateKey) {
      tls.put("certificate", Mapping.of("value", Names.text("certificate", pem)));
      return document("privateKey", privateKey);
    }

    /**
     * Sets the client's certificate and private key in PEM, which everyone who may read the
     * endpoint then sees.
     */
    public Builder plainClientCertificate(String pem, String privateKey) {
      tls.put("certificate", Mapping.of("value", Names.text("certificate", pem)));
      tls.put("privateKey", Mapping.of("value", Names.text("private key", privateKey)));
      return this;
    }

    private Builder document(String field, SecretKey secret) {
      secrets.add(secret);
      Tree reference = DaprObject.fromSecret(field, secret).tree().mapping("secretKeyRef");
      tls.put(field, Mapping.of("secretKeyRef", reference));
      return this;
    }

    /** Sets when the server may ask for the certificate anew; never by default. */
    public Builder renegotiation(Renegotiation when) {
      tls.put("renegotiation", Scalar.of(when.word));
      return this;
    }

    /** Sets the secret store's Component; Kubernetes' Secrets by default. */
    public Builder secretStore(String component) {
      this.secretStore = Names.text("secret store", component);
      return this;
    }

    /** Adds an app id to those that see it; without any, all of its namespace do. */
    public Builder scope(String appId) {
      scopes.add(DaprApp.checkedId(appId));
      return this;
    }

    /**
     * Returns the endpoint.
     *
     * @throws IllegalArgumentException if it says how to renegotiate and has no certificate, which
     *     ends daprd, or refers to Secrets of one name in two namespaces
     */
    public DaprHttpEndpoint build() {
      DaprObject.requireOneNamespace(secrets);
      if (tls.containsKey("renegotiation") && tls.size() == 1) {
        throw new IllegalArgumentException(
            "endpoint %s: renegotiation needs a root CA or a client certificate".formatted(name));
      }
      Mapping.Builder client = Mapping.builder();
      tls.forEach(client::put);
      return ImmutableDaprHttpEndpoint.builder()
          .name(name)
          .spec(
              Mapping.builder()
                  .put("baseUrl", baseUrl)
                  .putUnlessEmpty("headers", headers.build())
                  .putUnlessEmpty("clientTLS", client.build())
                  .build())
          .secrets(secrets)
          .secretStore(secretStore)
          .scopes(scopes)
          .build();
    }
  }
}
