package dev.portside.istio;

import dev.portside.istio.mesh.Host;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsBuilder;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicyBuilder;
import io.fabric8.istio.api.networking.v1.DestinationRuleBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * What the proxies of clients send to a host: a DestinationRule, as far as it concerns encryption.
 *
 * <pre>{@code
 * IstioDestinationRule.toHost("orders-dapr").plaintext(50002).build();
 * }</pre>
 *
 * <p>It beats every PeerAuthentication, and knows nothing of what a server captures. Source:
 * istio/api networking/v1alpha3/destination_rule.proto @1.31.
 */
@Value.Immutable
public abstract class IstioDestinationRule implements Part {

  private static final String KIND = "DestinationRule";

  /** What a proxy puts around the bytes of its application. */
  enum Tls {
    DISABLE,
    ISTIO_MUTUAL,
    SIMPLE
  }

  /** A host, or a Service of which the namespace may be the set's. */
  record Destination(Optional<ServiceTarget> service, String host) {
    String in(String namespace) {
      return service
          .map(s -> Host.ofService(s.serviceNamespace().orElse(namespace), s.serviceName()).name())
          .orElse(host);
    }
  }

  IstioDestinationRule() {}

  /** Returns a builder of a rule for a Service, under its full name. */
  public static Builder to(ServiceTarget service) {
    return new Builder(service.serviceName(), new Destination(Optional.of(service), ""));
  }

  /**
   * Returns a builder of a rule for a host: a Service of the set's namespace by its short name, any
   * other by its full one, a host outside, or {@code *.} and the end of such names.
   *
   * @throws IllegalArgumentException if it is no such name
   */
  public static Builder toHost(String host) {
    if (!Builder.HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "host \"%s\": must be a lower-case DNS name, or *. and one".formatted(host));
    }
    String name = host.replace("*.", "").replace('.', '-');
    return new Builder(name, new Destination(Optional.empty(), host));
  }

  /** Returns the rule's name; by default made of the host's. */
  public abstract String name();

  abstract Destination destination();

  /** Returns what holds for all ports that have nothing of their own. */
  abstract Optional<Tls> tls();

  /** Returns what holds for single ports of the Service. */
  abstract Map<Integer, Tls> ports();

  /** Returns the namespaces whose clients the rule concerns; empty for all. */
  public abstract List<String> exportTo();

  abstract List<Consumer<DestinationRuleBuilder>> changes();

  @Override
  public final List<Resource> resources(Context context) {
    TrafficPolicyBuilder policy = new TrafficPolicyBuilder();
    tls().ifPresent(tls -> policy.withTls(settings(tls)));
    ports()
        .forEach(
            (port, tls) ->
                policy
                    .addNewPortLevelSetting()
                    .withNewPort()
                    .withNumber(port.longValue())
                    .endPort()
                    .withTls(settings(tls))
                    .endPortLevelSetting());
    DestinationRuleBuilder rule = new DestinationRuleBuilder();
    rule.withApiVersion(IstioApi.version(context, KIND, name()))
        .withNewMetadata()
        .withName(name())
        .withNamespace(context.namespace())
        .endMetadata()
        .withNewSpec()
        .withHost(destination().in(context.namespace()))
        .withExportTo(exportTo())
        .withTrafficPolicy(policy.build())
        .endSpec();
    changes().forEach(change -> change.accept(rule));
    return List.of(Resource.made(toString(), 0, rule.build(), context.namespace()));
  }

  private static ClientTLSSettings settings(Tls tls) {
    return new ClientTLSSettingsBuilder()
        .withMode(ClientTLSSettingsTLSmode.valueOf(tls.name()))
        .build();
  }

  @Override
  public final String toString() {
    return "IstioDestinationRule " + name();
  }

  /** Collects a rule. A wrong value fails at its call. */
  public static final class Builder {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?%1$s(\\.%1$s)*".formatted(LABEL));

    private final ImmutableIstioDestinationRule.Builder values =
        ImmutableIstioDestinationRule.builder();
    private final Map<Integer, Tls> ports = new LinkedHashMap<>();
    private String name;
    private boolean says;

    private Builder(String name, Destination destination) {
      this.name = name.toLowerCase(Locale.ROOT);
      values.destination(destination);
    }

    /** Sets the rule's name; by default made of the host's. */
    public Builder name(String name) {
      this.name = IstioApi.name(KIND, name);
      return this;
    }

    /** Sends the application's bytes as they are: {@code DISABLE}. */
    public Builder plaintext() {
      return all(Tls.DISABLE);
    }

    /**
     * Sends the application's bytes as they are to one port of the Service, 1 to 65535; a port of
     * the pod that is none of the Service means nothing here.
     */
    public Builder plaintext(int port) {
      return one(port, Tls.DISABLE);
    }

    /** Sends Istio's mTLS, also to servers that cannot unwrap it: {@code ISTIO_MUTUAL}. */
    public Builder istioMtls() {
      return all(Tls.ISTIO_MUTUAL);
    }

    /** Sends Istio's mTLS to one port of the Service, 1 to 65535; see {@link #istioMtls()}. */
    public Builder istioMtls(int port) {
      return one(port, Tls.ISTIO_MUTUAL);
    }

    /** Sends TLS that the server itself unwraps, such as one outside the mesh: {@code SIMPLE}. */
    public Builder tls() {
      return all(Tls.SIMPLE);
    }

    /** Sends TLS to one port of the Service, 1 to 65535; see {@link #tls()}. */
    public Builder tls(int port) {
      return one(port, Tls.SIMPLE);
    }

    private Builder all(Tls tls) {
      values.tls(tls);
      says = true;
      return this;
    }

    private Builder one(int port, Tls tls) {
      ports.put(Names.port(KIND + " port", port), tls);
      says = true;
      return this;
    }

    /** Adds a namespace whose clients the rule concerns, {@code .} for its own; else all are. */
    public Builder exportTo(String namespace) {
      values.addExportTo(
          namespace.equals(".") || namespace.equals("*")
              ? namespace
              : Names.label("exportTo", namespace));
      return this;
    }

    /** Changes the resource by fabric8's builder, after everything else is in it. */
    public Builder customized(Consumer<DestinationRuleBuilder> change) {
      values.addChanges(change);
      says = true;
      return this;
    }

    /**
     * Returns the rule.
     *
     * @throws IllegalStateException if it says nothing
     */
    public IstioDestinationRule build() {
      if (!says) {
        throw new IllegalStateException(
            "IstioDestinationRule %s: it says nothing; call plaintext(), istioMtls() or tls()"
                .formatted(name));
      }
      return values.name(name).ports(ports).build();
    }
  }
}
