/** What both ends make of a connection, from all that it depends on at either. */
@Internal
@NullMarked
package dev.portside.istio.outcome;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
