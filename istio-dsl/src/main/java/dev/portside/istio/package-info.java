/**
 * Istio: who has a sidecar, what it captures, what both ends do with a connection, and the
 * builders.
 */
@NullMarked
@ValueStyle
package dev.portside.istio;

import dev.portside.istio.mesh.ValueStyle;
import org.jspecify.annotations.NullMarked;
