/** What Portside costs, measured. */
@NullMarked
package dev.portside.benchmarks;

import org.jspecify.annotations.NullMarked;
