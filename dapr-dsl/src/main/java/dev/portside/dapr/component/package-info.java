/**
 * What Dapr's components are: the types there are, the metadata each takes, and which host and port
 * a sidecar dials for it.
 */
@Internal
@NullMarked
package dev.portside.dapr.component;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
