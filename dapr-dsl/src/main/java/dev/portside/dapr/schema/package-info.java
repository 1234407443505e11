/** What the API server takes for a Dapr resource. */
@Internal
@NullMarked
package dev.portside.dapr.schema;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
