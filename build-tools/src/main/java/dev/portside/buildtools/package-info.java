/** What the build does to the classes of the command's jar; no artifact of Portside holds it. */
@NullMarked
package dev.portside.buildtools;

import org.jspecify.annotations.NullMarked;
