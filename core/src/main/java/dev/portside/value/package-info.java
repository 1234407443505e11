/**
 * Values that Kubernetes and what extends it, written in Go, read from texts: each in time that
 * grows with the text's length alone, however long it is.
 */
@Internal
@NullMarked
package dev.portside.value;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
