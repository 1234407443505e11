/** What the cluster is assumed to be: core's own facts, and a typed section of each extension. */
@NullMarked
package dev.portside.platform;

import org.jspecify.annotations.NullMarked;
