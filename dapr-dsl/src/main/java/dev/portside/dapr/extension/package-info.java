/** What the service loader finds: everything else of Dapr's, put together. */
@Internal
@NullMarked
package dev.portside.dapr.extension;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
