/**
 * What Istio does to the connections of a set: who is in the mesh, what its sidecars take, and what
 * to write to change that.
 */
@Internal
@NullMarked
package dev.portside.istio.capture;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
