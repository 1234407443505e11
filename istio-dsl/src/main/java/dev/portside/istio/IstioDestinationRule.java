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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What clients' proxies send to a host: the encryption settings of a DestinationRule.
 *
 * <pre>{@code
 * IstioDestinationRule.ofHost("orders-dapr").plaintext(50002).build();
 * }</pre>
 *
 * <p>It takes precedence over every PeerAuthentication, and ignores what a server captures. Source:
 * istio/api networking/v1alpha3/destination_rule.proto @1.31.
 */
public final class IstioDestinationRule implements Part {

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

  private final String name;
  private final Destination destination;
  private final Optional<Tls> tls;
  private final Map<Integer, Tls> ports;
  private final List<String> exportTo;
  private final List<Consumer<DestinationRuleBuilder>> changes;

  private IstioDestinationRule(Builder said) {
    name = said.name;
    destination = said.destination;
    tls = said.tls;
    ports = IstioApi.copy(said.ports);
    exportTo = List.copyOf(said.exportTo);
    changes = List.copyOf(said.changes);
  }

  /** Returns a builder of a rule for a Service, under its full name. */
  public static Builder of(ServiceTarget service) {
    return new Builder(service.serviceName(), new Destination(Optional.of(service), ""));
  }

  /**
   * Returns a builder of a rule for a host: a Service of the set's namespace by its short name, any
   * other by its full one, a host outside, or {@code *.} and the end of such names.
   *
   * @throws IllegalArgumentException if it is not such a name
   */
  public static Builder ofHost(String host) {
    if (!Builder.HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "host \"%s\": must be a lower-case DNS name, or *. and one".formatted(host));
    }
    String name = host.replace("*.", "").replace('.', '-');
    return new Builder(name, new Destination(Optional.empty(), host));
  }

  /** Returns the rule's name; by default derived from the host. */
  public String name() {
    return name;
  }

  /** Returns the namespaces whose clients the rule applies to; empty for all. */
  public List<String> exportTo() {
    return exportTo;
  }

  @Override
  public List<Resource> resources(Context context) {
    TrafficPolicyBuilder policy = new TrafficPolicyBuilder();
    tls.ifPresent(tls -> policy.withTls(settings(tls)));
    ports.forEach(
        (port, tls) ->
            policy
                .addNewPortLevelSetting()
                .withNewPort()
                .withNumber(port.longValue())
                .endPort()
                .withTls(settings(tls))
                .endPortLevelSetting());
    DestinationRuleBuilder rule = new DestinationRuleBuilder();
    rule.withApiVersion(IstioApi.version(context, KIND, name))
        .withNewMetadata()
        .withName(name)
        .withNamespace(context.namespace())
        .endMetadata()
        .withNewSpec()
        .withHost(destination.in(context.namespace()))
        .withExportTo(exportTo)
        .withTrafficPolicy(policy.build())
        .endSpec();
    changes.forEach(change -> change.accept(rule));
    return List.of(Resource.made(toString(), 0, rule.build(), context.namespace()));
  }

  private static ClientTLSSettings settings(Tls tls) {
    return new ClientTLSSettingsBuilder()
        .withMode(ClientTLSSettingsTLSmode.valueOf(tls.name()))
        .build();
  }

  @Override
  public String toString() {
    return "IstioDestinationRule " + name;
  }

  /** Collects a rule. A wrong value fails at its call. */
  public static final class Builder {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?%1$s(\\.%1$s)*".formatted(LABEL));

    private final Destination destination;
    private final Map<Integer, Tls> ports = new LinkedHashMap<>();
    private final List<String> exportTo = new ArrayList<>();
    private final List<Consumer<DestinationRuleBuilder>> changes = new ArrayList<>();
    private String name;
    private Optional<Tls> tls = Optional.empty();

    private Builder(String name, Destination destination) {
      this.name = name.toLowerCase(Locale.ROOT);
      this.destination = destination;
    }

    /** Sets the rule's name; by default derived from the host. */
    public Builder name(String name) {
      this.name = IstioApi.name(KIND, name);
      return this;
    }

    /** Sends the application's bytes as they are: {@code DISABLE}. */
    public Builder plaintext() {
      return all(Tls.DISABLE);
    }

    /**
     * Sends the application's bytes as they are to one port of the Service, 1 to 65535; a port that
     * only the pod has means nothing here.
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
      this.tls = Optional.of(tls);
      return this;
    }

    private Builder one(int port, Tls tls) {
      ports.put(Names.port(KIND + " port", port), tls);
      return this;
    }

    /**
     * Adds a namespace whose clients the rule applies to, {@code .} for its own; without any, it
     * applies to all.
     */
    public Builder exportTo(String namespace) {
      exportTo.add(
          namespace.equals(".") || namespace.equals("*")
              ? namespace
              : Names.label("exportTo", namespace));
      return this;
    }

    /** Changes the resource with fabric8's builder, after everything else is set. */
    public Builder customized(Consumer<DestinationRuleBuilder> change) {
      changes.add(Objects.requireNonNull(change));
      return this;
    }

    /**
     * Returns the rule.
     *
     * @throws IllegalStateException if it sets nothing
     */
    public IstioDestinationRule build() {
      if (tls.isEmpty() && ports.isEmpty() && changes.isEmpty()) {
        throw new IllegalStateException(
            "IstioDestinationRule %s: it sets nothing; call plaintext(), istioMtls() or tls()"
                .formatted(name));
      }
      return new IstioDestinationRule(this);
    }
  }
}
