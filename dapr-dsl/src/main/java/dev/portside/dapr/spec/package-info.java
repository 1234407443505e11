/** The parts of Dapr's resources, as values: what a Configuration, a Resiliency and so on hold. */
@NullMarked
package dev.portside.dapr.spec;

import org.jspecify.annotations.NullMarked;
