/**
 * What the service loader finds: everything else of Dapr's, put together. Not for users to call.
 */
@NullMarked
package dev.portside.dapr.extension;

import org.jspecify.annotations.NullMarked;
