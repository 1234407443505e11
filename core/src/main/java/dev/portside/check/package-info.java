/** Rules as pure functions of a set and its traffic, and their findings as data. */
@NullMarked
@FindingStyle
package dev.portside.check;

import org.jspecify.annotations.NullMarked;
