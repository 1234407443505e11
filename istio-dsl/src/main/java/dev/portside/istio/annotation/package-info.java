/** What Istio's annotations may hold, and what becomes of a pod whose value is refused. */
@Internal
@NullMarked
package dev.portside.istio.annotation;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
