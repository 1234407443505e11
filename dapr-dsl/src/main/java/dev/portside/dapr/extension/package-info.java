/** What the service loader finds: everything else for Dapr, put together. */
@Internal
@NullMarked
package dev.portside.dapr.extension;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
