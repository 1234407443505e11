/** Dapr's rules, one a class, named after the defect. */
@Internal
@NullMarked
package dev.portside.dapr.rules;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
