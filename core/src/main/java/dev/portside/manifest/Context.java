package dev.portside.manifest;

import dev.portside.platform.Platform;

/**
 * What a part of a set is told when it is asked for its resources.
 *
 * @param platform what the set is meant for
 * @param namespace the set's namespace
 */
public record Context(Platform platform, String namespace) {}
