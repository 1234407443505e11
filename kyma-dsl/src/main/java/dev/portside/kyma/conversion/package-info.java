/**
 * How Kyma's own conversion takes an APIRule from one version to another, with all that it loses.
 * Public for Kyma's own packages only; no API.
 */
@NullMarked
package dev.portside.kyma.conversion;

import org.jspecify.annotations.NullMarked;
