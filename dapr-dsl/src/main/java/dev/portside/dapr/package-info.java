/**
 * Dapr: typed applications and components, what their sidecars dial and listen on, and the rules.
 */
@NullMarked
package dev.portside.dapr;

import org.jspecify.annotations.NullMarked;
