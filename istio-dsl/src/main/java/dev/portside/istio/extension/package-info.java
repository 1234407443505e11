/** What the service loader finds: everything else of Istio's, put together. */
@Internal
@NullMarked
package dev.portside.istio.extension;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
