package dev.portside.traffic;

import dev.portside.manifest.Workload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who takes part in a connection: the pods of a workload of the set, or somebody outside it. */
public sealed interface Party {

  /** Returns the namespace it lives in; empty for what lives in none. */
  String namespace();

  /** Returns the workload it is, where it is one. */
  default Optional<Workload> workload() {
    return this instanceof Pods pods ? Optional.of(pods.of()) : Optional.empty();
  }

  /** Returns whether it is somebody of that kind outside the set. */
  default boolean is(Kind kind) {
    return this instanceof Outside outside && outside.kind() == kind;
  }

  /** The pods of a workload. */
  record Pods(Workload of) implements Party {
    @Override
    public String namespace() {
      return of.namespace();
    }

    @Override
    public String toString() {
      return of.toString();
    }
  }

  /**
   * Somebody who is not a workload of the set.
   *
   * @param kind what it is
   * @param namespace where it lives; empty when it lives in none or nobody knows
   * @param name its name, such as a Service's or a host's
   */
  record Outside(Kind kind, String namespace, String name) implements Party {

    /**
     * Returns who dials a group of callers without a claim that says so, as the cluster itself
     * does; null where it takes a claim.
     */
    static @Nullable Outside calling(String group) {
      return switch (group) {
        case Peer.Callers.KUBELET -> new Outside(Kind.KUBELET, "", group);
        case Peer.Callers.SCRAPERS -> new Outside(Kind.SCRAPER, "", "scraper");
        default -> null;
      };
    }

    @Override
    public String toString() {
      return namespace.isEmpty() ? name : namespace + "/" + name;
    }
  }

  /** What somebody outside the set is. */
  enum Kind {
    /** The control plane of a product that an extension knows. */
    CONTROL_PLANE("ControlPlane"),
    /** A Service of the cluster that the set does not hold. */
    SERVICE("Service"),
    /** A host outside the cluster. */
    EXTERNAL("External"),
    /** An ingress gateway. */
    GATEWAY("Gateway"),
    /** The node's kubelet. */
    KUBELET("Kubelet"),
    /** Whoever scrapes metrics. */
    SCRAPER("Scraper");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the word that reports use. */
    public String word() {
      return word;
    }
  }
}
