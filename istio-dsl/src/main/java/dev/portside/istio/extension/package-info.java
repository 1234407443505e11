/**
 * What the service loader finds: everything else of Istio's, put together. Not for users to call.
 */
@NullMarked
package dev.portside.istio.extension;

import org.jspecify.annotations.NullMarked;
