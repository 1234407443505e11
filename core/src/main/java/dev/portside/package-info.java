/**
 * Portside for teams that run two sidecars in one pod: the façade, and what an extension is.
 *
 * <p>Build a set with {@link dev.portside.manifest.Manifests} and the builders of the extensions,
 * check it with {@link dev.portside.Portside}.
 */
@NullMarked
package dev.portside;

import org.jspecify.annotations.NullMarked;
