/** What the service loader finds: everything else of Kyma's, put together. */
@Internal
@NullMarked
package dev.portside.kyma.extension;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
