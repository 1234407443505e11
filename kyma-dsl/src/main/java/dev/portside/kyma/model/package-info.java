/** How Kyma's operator reads single values: durations, addresses, paths. */
@Internal
@NullMarked
package dev.portside.kyma.model;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
