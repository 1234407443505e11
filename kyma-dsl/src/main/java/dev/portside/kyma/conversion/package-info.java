/**
 * How Kyma's own conversion takes an APIRule from one version to another, with all that it loses.
 */
@Internal
@NullMarked
package dev.portside.kyma.conversion;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
