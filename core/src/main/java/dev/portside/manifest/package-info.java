/** Sets of Kubernetes resources as immutable values, views on them, and edits to them. */
@NullMarked
package dev.portside.manifest;

import org.jspecify.annotations.NullMarked;
