/** Findings and traffic for people and machines to read. */
@NullMarked
package dev.portside.report;

import org.jspecify.annotations.NullMarked;
