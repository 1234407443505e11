package dev.portside.traffic;

import java.util.List;
import java.util.Locale;

/**
 * What both ends together make of a connection.
 *
 * @param result whether it works and is protected
 * @param layers the layers of encryption, outermost first, such as {@code istio-mtls, dapr-mtls}
 * @param policiesEnforced whether the mesh's policies at the server apply to it
 * @param reason why, in a sentence without a period
 * @param missing for {@link Result#UNKNOWN}, the fact that would decide; else empty
 */
public record Outcome(
    Result result, List<String> layers, Tri policiesEnforced, String reason, String missing) {

  /** What becomes of a connection. */
  public enum Result {
    /** It works, encrypted once. */
    PROTECTED,
    /** It works, encrypted twice. */
    DOUBLE,
    /** It works, and is not encrypted. */
    PLAINTEXT,
    /** It stays in the pod. */
    LOOPBACK,
    /** It fails. */
    BROKEN,
    /** It would work, and a policy does not let it through. */
    REFUSED,
    /** It depends on a fact that the set does not hold. */
    UNKNOWN;

    /** Returns the word that reports use. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the layers. */
  public Outcome {
    layers = List.copyOf(layers);
  }

  /** Returns whether it works, and somebody encrypts it, once or twice. */
  public boolean isProtected() {
    return result == Result.PROTECTED || result == Result.DOUBLE;
  }

  /** Returns whether it fails. */
  public boolean isBroken() {
    return result == Result.BROKEN;
  }

  /** Returns whether a policy does not let it through. */
  public boolean isRefused() {
    return result == Result.REFUSED;
  }

  /** Returns whether it stays in the pod, where no mesh and no encryption matters. */
  public boolean isInPod() {
    return result == Result.LOOPBACK;
  }

  /** Returns the outcome of a connection that works: how often the layers encrypt it decides. */
  public static Outcome works(List<String> layers, Tri policiesEnforced, String reason) {
    Result result =
        switch (layers.size()) {
          case 0 -> Result.PLAINTEXT;
          case 1 -> Result.PROTECTED;
          default -> Result.DOUBLE;
        };
    return new Outcome(result, layers, policiesEnforced, reason, "");
  }

  /** Returns the outcome of a connection between two processes of a pod. */
  static Outcome inPod(Protection protection) {
    List<String> layers =
        protection.isEncrypted() ? List.of(protection.layer()) : List.<String>of();
    return new Outcome(Result.LOOPBACK, layers, Tri.NO, "both ends are in the pod", "");
  }

  /** Returns the outcome of a connection that fails. */
  public static Outcome broken(String reason) {
    return new Outcome(Result.BROKEN, List.of(), Tri.NO, reason, "");
  }

  /** Returns the outcome of the same connection where a policy does not let it through. */
  Outcome refused(String why) {
    return new Outcome(Result.REFUSED, layers, policiesEnforced, why, "");
  }

  /** Returns the outcome of the same connection where a fact that is missing decides about it. */
  Outcome doubted(String why, String fact) {
    return result == Result.UNKNOWN
        ? this
        : new Outcome(Result.UNKNOWN, layers, policiesEnforced, why, fact);
  }

  /** Returns the outcome that a missing fact would decide. */
  public static Outcome unknown(String reason, String missing) {
    return new Outcome(Result.UNKNOWN, List.of(), Tri.UNKNOWN, reason, missing);
  }
}
