/**
 * What annotations say to Dapr's injector, by release, and what becomes of a sidecar with them: of
 * daprd, of the pod at the API server, of the Service that the operator makes.
 */
@Internal
@NullMarked
package dev.portside.dapr.injection;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
