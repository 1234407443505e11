/** The command {@code portside}. */
@NullMarked
package dev.portside.cli;

import org.jspecify.annotations.NullMarked;
