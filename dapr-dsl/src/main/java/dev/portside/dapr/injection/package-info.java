/**
 * How a Dapr sidecar comes to be: what the injector makes of a pod, whether daprd starts with it,
 * what the API server says to it, and which Service the operator makes. For Dapr's own packages;
 * users ask {@code dev.portside.dapr}.
 */
@Internal
@NullMarked
package dev.portside.dapr.injection;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
