/**
 * What Kyma's operator does with an APIRule that the API server let in: its own checks, and the
 * objects it makes.
 */
@Internal
@NullMarked
package dev.portside.kyma.operator;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
