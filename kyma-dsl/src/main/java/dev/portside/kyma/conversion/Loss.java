package dev.portside.kyma.conversion;

import dev.portside.yaml.Pointer;

/**
 * Something that Kyma's conversion drops without a word.
 *
 * @param field the field that is dropped
 * @param what what it is, in short
 */
public record Loss(Pointer field, String what) {}
