/** Who comes in through a gateway, and which class of gateway that is. */
@Internal
@NullMarked
package dev.portside.istio.gateway;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
