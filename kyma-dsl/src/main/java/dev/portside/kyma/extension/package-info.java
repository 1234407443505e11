/**
 * What the service loader finds: everything else of Kyma's, put together. Not for users to call.
 */
@NullMarked
package dev.portside.kyma.extension;

import org.jspecify.annotations.NullMarked;
