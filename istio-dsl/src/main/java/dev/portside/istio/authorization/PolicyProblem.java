package dev.portside.istio.authorization;

import dev.portside.yaml.Pointer;

/**
 * Why the API server does not take an AuthorizationPolicy.
 *
 * @param field where
 * @param message what is wrong, in a sentence without a period
 * @param help what to write instead
 */
public record PolicyProblem(Pointer field, String message, String help) {}
