/** Istio's rules, one a class, named after the defect. */
@Internal
@NullMarked
package dev.portside.istio.rules;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
