/** What the mesh is told: its settings, its release, and a set's policies, hosts and keys. */
@NullMarked
@ValueStyle
package dev.portside.istio.mesh;

import org.jspecify.annotations.NullMarked;
