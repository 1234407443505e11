/**
 * What the API server takes for a resource of Dapr's. Public for Dapr's values and rules only; no
 * API.
 */
@NullMarked
package dev.portside.dapr.schema;

import org.jspecify.annotations.NullMarked;
