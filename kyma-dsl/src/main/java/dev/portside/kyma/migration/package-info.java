/** Takes APIRules from one version to the next. Public for Kyma's own packages only; no API. */
@NullMarked
package dev.portside.kyma.migration;

import org.jspecify.annotations.NullMarked;
