/** Kyma's rules, one a class, named after the defect. */
@NullMarked
package dev.portside.kyma.rules;

import org.jspecify.annotations.NullMarked;
