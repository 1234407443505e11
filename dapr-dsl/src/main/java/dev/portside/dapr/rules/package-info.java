/** Dapr's rules, one a class, named after the defect. */
@NullMarked
package dev.portside.dapr.rules;

import org.jspecify.annotations.NullMarked;
