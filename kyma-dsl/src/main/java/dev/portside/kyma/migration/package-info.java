/** Takes APIRules from one version to the next. */
@Internal
@NullMarked
package dev.portside.kyma.migration;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
