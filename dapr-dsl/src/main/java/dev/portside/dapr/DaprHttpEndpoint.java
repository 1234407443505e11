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
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Dapr HTTPEndpoint: a name under which apps invoke an HTTP service that is not a Dapr app; since
 * Dapr 1.11.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 HTTPEndpoint}. Source of the shape: dapr/dapr
 * v1.18.3, charts/dapr/crds/httpendpoints.yaml.
 */
public final class DaprHttpEndpoint implements Part {

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

  private final DaprObject object;
  private final Mapping spec;

  private DaprHttpEndpoint(DaprObject object, Mapping spec) {
    this.object = object;
    this.spec = spec;
  }

  /**
   * Returns a builder of an endpoint.
   *
   * @param name by which apps invoke it
   * @param baseUrl such as {@code https://api.example.com}; since calls append to it
   * @throws IllegalArgumentException if the name is not a DNS label, or the URL none of HTTP
   */
  public static Builder named(String name, String baseUrl) {
    return new Builder(name, baseUrl);
  }

  /** Returns its name. */
  public String name() {
    return object.name();
  }

  /** Returns the app ids that see it; empty for all apps of its namespace. */
  public List<String> scopes() {
    return object.scopes();
  }

  @Override
  public List<Resource> resources(Context context) {
    return object.resources(context, spec);
  }

  /** Returns the name only: values may be secrets. */
  @Override
  public String toString() {
    return object.toString();
  }

  /** Collects an endpoint. */
  public static final class Builder {

    private final String baseUrl;
    private final Sequence.Builder headers = Sequence.builder();
    private final Map<String, Tree> tls = new LinkedHashMap<>();
    private DaprObject object;

    private Builder(String name, String baseUrl) {
      this.object = DaprObject.of("HTTPEndpoint", "endpoint name", name);
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
      object = object.secret(secret);
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
      object = object.secret(secret);
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
      object = object.secretStore(component);
      return this;
    }

    /** Adds an app id to those that see it; without any, all of its namespace do. */
    public Builder scope(String appId) {
      object = object.scope(appId);
      return this;
    }

    /**
     * Changes the resource by fabric8's builder, after everything else is in it; checks look at it
     * like at any other.
     */
    public Builder customized(Consumer<GenericKubernetesResourceBuilder> change) {
      object = object.customized(change);
      return this;
    }

    /**
     * Returns the endpoint.
     *
     * @throws IllegalStateException if it says how to renegotiate and has no certificate, which
     *     ends daprd, or refers to Secrets of one name in two namespaces, naming all that is wrong
     */
    public DaprHttpEndpoint build() {
      List<String> wrong = new ArrayList<>();
      if (tls.containsKey("renegotiation") && tls.size() == 1) {
        wrong.add("renegotiation needs a root CA or a client certificate");
      }
      object.refuse(wrong);
      Mapping.Builder client = Mapping.builder();
      tls.forEach(client::put);
      return new DaprHttpEndpoint(
          object,
          Mapping.builder()
              .put("baseUrl", baseUrl)
              .putUnlessEmpty("headers", headers.build())
              .putUnlessEmpty("clientTLS", client.build())
              .build());
    }
  }
}
