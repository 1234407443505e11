package dev.portside.kyma.operator;

import dev.portside.yaml.Pointer;

/**
 * One thing that the operator refuses.
 *
 * @param attribute the attribute as the operator names it, such as {@code .spec.rules[0].path}
 * @param field the field of the manifest that is wrong
 * @param check which check refuses it
 * @param message what is wrong, in a sentence without a period
 */
public record OperatorRefusal(String attribute, Pointer field, Check check, String message) {

  /** The operator's checks, as far as rules tell them apart. */
  public enum Check {
    /** What only the rule itself can break. */
    RULE,
    /** Two rules, or two methods of one, that take the same requests. */
    CONFLICT,
    /** Kinds of access that exclude one another. */
    MIXED_ACCESS,
    /** The Gateway is not there. */
    GATEWAY,
    /** A short host and a Gateway that gives it no domain. */
    HOST_DOMAIN,
    /** The host belongs to another VirtualService. */
    HOST_TAKEN,
    /** The Service is not there, or selects no pods. */
    SERVICE,
    /** A pod has no sidecar. */
    SIDECAR,
    /** An external authorizer that the mesh does not know. */
    PROVIDER
  }
}
