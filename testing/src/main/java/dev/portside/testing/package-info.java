/** What tests of manifests and of rules need: a Truth subject, and fixtures of rules. */
@NullMarked
package dev.portside.testing;

import org.jspecify.annotations.NullMarked;
