/**
 * The vocabulary in which extensions meet: claims about connections, captures, and what both ends
 * together make of a connection.
 */
@NullMarked
package dev.portside.traffic;

import org.jspecify.annotations.NullMarked;
