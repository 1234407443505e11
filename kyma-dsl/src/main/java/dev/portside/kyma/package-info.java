/** Kyma: APIRules of every version, and what they claim. */
@NullMarked
package dev.portside.kyma;

import org.jspecify.annotations.NullMarked;
