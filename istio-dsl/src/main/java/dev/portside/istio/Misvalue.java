package dev.portside.istio;

/**
 * An annotation whose value does not do what it seems to say. Public for Istio's rules only; no
 * API.
 *
 * @param key the annotation
 * @param value its value
 * @param effect what comes of it
 * @param reason why, in Istio's words where it has some, in a sentence without a period
 */
public record Misvalue(String key, String value, Effect effect, String reason) {

  /** What comes of a value. */
  public enum Effect {
    /** The pods are not created. */
    REJECTED,
    /** The pods are created and never start: whoever writes their rules fails. */
    STOPS,
    /** It is taken, and means something else than it says. */
    MISREAD
  }
}
