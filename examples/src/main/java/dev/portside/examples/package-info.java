/** Runnable programs that show Portside at work; each is tested. */
@NullMarked
package dev.portside.examples;

import org.jspecify.annotations.NullMarked;
