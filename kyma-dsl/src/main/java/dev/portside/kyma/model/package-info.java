/**
 * How Kyma's operator reads single values: durations, addresses, paths. Public for Kyma's own
 * packages only; no API.
 */
@NullMarked
package dev.portside.kyma.model;

import org.jspecify.annotations.NullMarked;
