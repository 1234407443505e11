/**
 * Pictures of connections: a page, a drawing, a chart. Only who wants them has a layout engine on
 * the class path.
 */
@NullMarked
package dev.portside.pictures;

import org.jspecify.annotations.NullMarked;
