/** Istio's rules, one a class, named after the defect. */
@NullMarked
package dev.portside.istio.rules;

import org.jspecify.annotations.NullMarked;
