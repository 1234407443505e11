package dev.portside.istio;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.UnsupportedOnPlatformException;
import io.fabric8.istio.api.api.security.v1beta1.PeerAuthenticationMutualTLS;
import io.fabric8.istio.api.api.security.v1beta1.PeerAuthenticationMutualTLSMode;
import io.fabric8.istio.api.security.v1.PeerAuthenticationBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the proxies of pods accept: a PeerAuthentication for the mesh, for the set's namespace, or
 * for some of its pods. In each scope the oldest policy wins, so one per scope is enough.
 *
 * <pre>{@code
 * IstioPeerAuthentication.ofNamespace().strict().build();
 * IstioPeerAuthentication.ofPods("orders", "app", "orders").port(50002, MtlsMode.PERMISSIVE).build();
 * }</pre>
 *
 * <p>The second one prepares an exclusion of 50002 where the namespace is STRICT: it lets in
 * callers that already leave the port to Dapr while others still go through Istio. Once every
 * caller excludes it outbound, the callee excludes it inbound, and the policy can be removed.
 *
 * <p>Source: istio/api security/v1beta1/peer_authentication.proto @1.31 and istio/istio
 * pilot/pkg/security/authn/policy_applier.go @1.31.
 */
public final class IstioPeerAuthentication implements Part {

  private static final String KIND = "PeerAuthentication";

  /** What a policy applies to. */
  enum Scope {
    MESH,
    NAMESPACE,
    PODS
  }

  private final String name;
  private final Scope scope;
  private final Map<String, String> selector;
  private final Optional<MtlsMode> mode;
  private final Map<Integer, MtlsMode> ports;
  private final List<Consumer<PeerAuthenticationBuilder>> changes;

  private IstioPeerAuthentication(Builder said) {
    name = said.name;
    scope = said.scope;
    selector = IstioApi.copy(said.selector);
    mode = said.mode;
    ports = IstioApi.copy(said.ports);
    changes = List.copyOf(said.changes);
  }

  /** Returns a builder of the policy for the set's namespace, named {@code default}. */
  public static Builder ofNamespace() {
    return new Builder("default", Scope.NAMESPACE);
  }

  /** Returns a builder of the policy for the whole mesh, in its root namespace. */
  public static Builder ofMesh() {
    return new Builder("default", Scope.MESH);
  }

  /**
   * Returns a builder of a policy for the pods of the set's namespace that have a label.
   *
   * @throws IllegalArgumentException if the name is not a DNS name
   */
  public static Builder ofPods(String name, String label, String value) {
    return new Builder(name, Scope.PODS).selector(label, value);
  }

  /** Returns the policy's name. */
  public String name() {
    return name;
  }

  /** Returns the labels of the selected pods; empty for all pods of the scope. */
  public Map<String, String> selector() {
    return selector;
  }

  /** Returns the mode; empty where that of the wider scope applies. */
  public Optional<MtlsMode> mode() {
    return mode;
  }

  /** Returns the modes of single ports, by the pod's port. */
  public Map<Integer, MtlsMode> ports() {
    return ports;
  }

  @Override
  public List<Resource> resources(Context context) {
    String root = context.platform().get(IstioMesh.SECTION).rootNamespace();
    if (scope == Scope.PODS && context.namespace().equals(root)) {
      throw new UnsupportedOnPlatformException(
          KIND + "/" + name,
          "selector",
          "in the mesh's root namespace %s a policy that selects pods is ignored".formatted(root),
          "put the pods, and the policy, in a namespace of their own");
    }
    PeerAuthenticationBuilder policy = new PeerAuthenticationBuilder();
    policy
        .withApiVersion(IstioApi.version(context, KIND, name))
        .withNewMetadata()
        .withName(name)
        .withNamespace(scope == Scope.MESH ? root : context.namespace())
        .endMetadata()
        .withNewSpec()
        .endSpec();
    if (!selector.isEmpty()) {
      policy.editSpec().withNewSelector().withMatchLabels(selector).endSelector().endSpec();
    }
    mode.ifPresent(mode -> policy.editSpec().withMtls(mutualTls(mode)).endSpec());
    if (!ports.isEmpty()) {
      Map<String, PeerAuthenticationMutualTLS> levels = new LinkedHashMap<>();
      ports.forEach((port, mode) -> levels.put(Integer.toString(port), mutualTls(mode)));
      policy.editSpec().withPortLevelMtls(levels).endSpec();
    }
    changes.forEach(change -> change.accept(policy));
    return List.of(Resource.made(toString(), 0, policy.build(), context.namespace()));
  }

  private static PeerAuthenticationMutualTLS mutualTls(MtlsMode mode) {
    return new PeerAuthenticationMutualTLS(PeerAuthenticationMutualTLSMode.valueOf(mode.name()));
  }

  @Override
  public String toString() {
    return "IstioPeerAuthentication " + name;
  }

  /** Collects a policy. A wrong value fails at its call. */
  public static final class Builder {

    private final Scope scope;
    private final Map<String, String> selector = new LinkedHashMap<>();
    private final Map<Integer, MtlsMode> ports = new LinkedHashMap<>();
    private final List<Consumer<PeerAuthenticationBuilder>> changes = new ArrayList<>();
    private String name;
    private Optional<MtlsMode> mode = Optional.empty();

    private Builder(String name, Scope scope) {
      this.name = IstioApi.name(KIND, name);
      this.scope = scope;
    }

    /** Sets the policy's name; {@code default} for a namespace and the mesh. */
    public Builder name(String name) {
      this.name = IstioApi.name(KIND, name);
      return this;
    }

    /** Accepts Istio's mTLS and nothing else. */
    public Builder strict() {
      return mode(MtlsMode.STRICT);
    }

    /** Accepts Istio's mTLS and everything else, which is the default without any policy. */
    public Builder permissive() {
      return mode(MtlsMode.PERMISSIVE);
    }

    /** Accepts everything unchanged, and unwraps no mTLS. */
    public Builder disabled() {
      return mode(MtlsMode.DISABLE);
    }

    /** Sets the mode; without it that of the wider scope applies. */
    public Builder mode(MtlsMode mode) {
      this.mode = Optional.of(mode);
      return this;
    }

    /**
     * Sets the mode of one port of the selected pods: the pod's own port, not its Service's, 1 to
     * 65535. Clients of a headless Service, such as Dapr's sidecars, do not know of it: for them
     * {@link MtlsMode#DISABLE} breaks what {@link MtlsMode#PERMISSIVE} lets in.
     */
    public Builder port(int port, MtlsMode mode) {
      ports.put(Names.port(KIND + " port", port), Objects.requireNonNull(mode));
      return this;
    }

    /** Adds a label of the selected pods. */
    public Builder selector(String label, String value) {
      selector.put(Names.text("label", label), Objects.requireNonNull(value));
      return this;
    }

    /** Changes the resource with fabric8's builder, after everything else is set. */
    public Builder customized(Consumer<PeerAuthenticationBuilder> change) {
      changes.add(Objects.requireNonNull(change));
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws IllegalStateException if it sets nothing, or if a policy for a whole namespace or
     *     mesh has ports or labels, naming all that is wrong
     */
    public IstioPeerAuthentication build() {
      List<String> wrong = new ArrayList<>();
      if (mode.isEmpty() && ports.isEmpty() && changes.isEmpty()) {
        wrong.add("it has no mode; call strict(), permissive(), disabled() or port(…)");
      }
      boolean wide = scope != Scope.PODS;
      if (wide && !ports.isEmpty()) {
        wrong.add("the API server refuses port modes without a selector; use ofPods(…)");
      }
      if (wide && !selector.isEmpty()) {
        wrong.add("one that selects pods cannot be for a whole namespace or mesh; use ofPods(…)");
      }
      IstioApi.refuse("IstioPeerAuthentication " + name, wrong);
      return new IstioPeerAuthentication(this);
    }
  }
}
