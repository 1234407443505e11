/** The rules in a pod's kernel: chains, and the walk of a packet through them. */
@Internal
@NullMarked
@ValueStyle
package dev.portside.istio.netfilter;

import dev.portside.Internal;
import dev.portside.istio.mesh.ValueStyle;
import org.jspecify.annotations.NullMarked;
