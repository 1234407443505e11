/**
 * What Kyma's operator does with an APIRule that the API server let in: its own checks, and the
 * objects it makes. Public for Kyma's own packages only; no API.
 */
@NullMarked
package dev.portside.kyma.operator;

import org.jspecify.annotations.NullMarked;
