/** Pods as Istio's injector and CNI plugin leave them. */
@Internal
@NullMarked
package dev.portside.istio.pod;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
