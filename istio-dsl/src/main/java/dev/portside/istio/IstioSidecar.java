package dev.portside.istio;

import dev.portside.istio.mesh.IstioMesh.OutboundPolicy;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import io.fabric8.istio.api.api.networking.v1alpha3.OutboundTrafficPolicyMode;
import io.fabric8.istio.api.networking.v1.SidecarBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Which hosts proxies know, and what happens to connections to others: Istio's kind {@code
 * Sidecar}, for the set's namespace or for some of its pods.
 *
 * <pre>{@code
 * IstioSidecar.ofNamespace().egress("./*", "istio-system/*", "dapr-system/*").registryOnly().build();
 * }</pre>
 *
 * <p>A Service that no egress host names is unknown to the proxies: they do not send it mTLS, and
 * under REGISTRY_ONLY close the connection. Source: istio/api
 * networking/v1alpha3/sidecar.proto @1.31.
 */
public final class IstioSidecar implements Part {

  private static final String KIND = "Sidecar";

  private final String name;
  private final Map<String, String> selector;
  private final List<String> egress;
  private final Optional<OutboundPolicy> outboundPolicy;
  private final List<Consumer<SidecarBuilder>> changes;

  private IstioSidecar(Builder said) {
    name = said.name;
    selector = IstioApi.copy(said.selector);
    egress = List.copyOf(said.egress);
    outboundPolicy = said.outboundPolicy;
    changes = List.copyOf(said.changes);
  }

  /** Returns a builder of the Sidecar for the set's namespace, named {@code default}. */
  public static Builder ofNamespace() {
    return new Builder("default");
  }

  /**
   * Returns a builder of the Sidecar for the pods of the set's namespace that have a label.
   *
   * @throws IllegalArgumentException if the name is not a DNS name
   */
  public static Builder ofPods(String name, String label, String value) {
    return new Builder(name).selector(label, value);
  }

  /** Returns the Sidecar's name. */
  public String name() {
    return name;
  }

  /** Returns the labels of the selected pods; empty for all pods of the namespace. */
  public Map<String, String> selector() {
    return selector;
  }

  /** Returns the hosts that the proxies know, as {@code namespace/host}; empty for all. */
  public List<String> egress() {
    return egress;
  }

  /** Returns what happens to connections to unknown hosts; empty for the mesh's setting. */
  public Optional<OutboundPolicy> outboundPolicy() {
    return outboundPolicy;
  }

  @Override
  public List<Resource> resources(Context context) {
    SidecarBuilder sidecar = new SidecarBuilder();
    sidecar
        .withApiVersion(IstioApi.version(context, KIND, name))
        .withNewMetadata()
        .withName(name)
        .withNamespace(context.namespace())
        .endMetadata()
        .withNewSpec()
        .endSpec();
    if (!selector.isEmpty()) {
      sidecar
          .editSpec()
          .withNewWorkloadSelector()
          .withLabels(selector)
          .endWorkloadSelector()
          .endSpec();
    }
    if (!egress.isEmpty()) {
      sidecar.editSpec().addNewEgress().withHosts(egress).endEgress().endSpec();
    }
    outboundPolicy.ifPresent(
        policy ->
            sidecar
                .editSpec()
                .withNewOutboundTrafficPolicy()
                .withMode(OutboundTrafficPolicyMode.valueOf(policy.name()))
                .endOutboundTrafficPolicy()
                .endSpec());
    changes.forEach(change -> change.accept(sidecar));
    return List.of(Resource.made(toString(), 0, sidecar.build(), context.namespace()));
  }

  @Override
  public String toString() {
    return "IstioSidecar " + name;
  }

  /** Collects a Sidecar. A wrong value fails at its call. */
  public static final class Builder {

    private static final Pattern HOST =
        Pattern.compile("(\\*|\\.|~|[a-z0-9][a-z0-9-]{0,62})/(\\*|(\\*\\.)?[a-z0-9][a-z0-9.-]*)");

    private final Map<String, String> selector = new LinkedHashMap<>();
    private final List<String> egress = new ArrayList<>();
    private final List<Consumer<SidecarBuilder>> changes = new ArrayList<>();
    private String name;
    private Optional<OutboundPolicy> outboundPolicy = Optional.empty();

    private Builder(String name) {
      this.name = IstioApi.name(KIND, name);
    }

    /** Sets the Sidecar's name; {@code default} for a namespace. */
    public Builder name(String name) {
      this.name = IstioApi.name(KIND, name);
      return this;
    }

    /** Adds a label of the selected pods. */
    public Builder selector(String label, String value) {
      selector.put(Names.text("label", label), Objects.requireNonNull(value));
      return this;
    }

    /**
     * Adds hosts that the proxies know, as {@code namespace/host}: {@code ./*} for all of their own
     * namespace, {@code *}{@code /*} for all, {@code dapr-system/*} for those of another one.
     *
     * @throws IllegalArgumentException if one does not have that form
     */
    public Builder egress(String... hosts) {
      for (String host : hosts) {
        if (!HOST.matcher(host).matches()) {
          throw new IllegalArgumentException(
              "egress host \"%s\": must be namespace/host, such as ./* or istio-system/*"
                  .formatted(host));
        }
        egress.add(host);
      }
      return this;
    }

    /** Closes connections to hosts that the proxies do not know. */
    public Builder registryOnly() {
      return outboundPolicy(OutboundPolicy.REGISTRY_ONLY);
    }

    /** Passes connections to hosts that the proxies do not know through unchanged. */
    public Builder allowAny() {
      return outboundPolicy(OutboundPolicy.ALLOW_ANY);
    }

    private Builder outboundPolicy(OutboundPolicy policy) {
      outboundPolicy = Optional.of(policy);
      return this;
    }

    /** Changes the resource with fabric8's builder, after everything else is set. */
    public Builder customized(Consumer<SidecarBuilder> change) {
      changes.add(Objects.requireNonNull(change));
      return this;
    }

    /**
     * Returns the Sidecar.
     *
     * @throws IllegalStateException if it sets nothing
     */
    public IstioSidecar build() {
      if (egress.isEmpty() && outboundPolicy.isEmpty() && changes.isEmpty()) {
        throw new IllegalStateException(
            "IstioSidecar %s: it sets nothing; call egress(…), registryOnly() or allowAny()"
                .formatted(name));
      }
      return new IstioSidecar(this);
    }
  }
}
