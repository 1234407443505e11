/**
 * What kinds ask of whoever applies them, and what objects of a cluster tell: data and pure
 * functions, which call no cluster.
 */
@NullMarked
package dev.portside.lifecycle;

import org.jspecify.annotations.NullMarked;
