/** Whom AuthorizationPolicies let through to a pod with a sidecar. */
@Internal
@NullMarked
package dev.portside.istio.authorization;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
