package dev.portside.manifest;

/**
 * The name of a kind, in whatever version.
 *
 * @param group its API group; empty for the core group
 * @param kind such as {@code Deployment}
 */
public record GroupKind(String group, String kind) {}
