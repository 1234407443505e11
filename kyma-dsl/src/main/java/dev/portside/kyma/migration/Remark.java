package dev.portside.kyma.migration;

import dev.portside.yaml.Pointer;

/**
 * What there is to say of a field on the way to another version.
 *
 * @param field the field of the rule as it is written
 * @param message what is, in a sentence without a period
 * @param help what to do
 */
public record Remark(Pointer field, String message, String help) {}
