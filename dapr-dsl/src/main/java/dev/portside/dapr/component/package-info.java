/**
 * What Dapr's components are: the types there are, the metadata each takes, and which host and port
 * a sidecar dials for it. Public for Dapr's rules and claims only; no API.
 */
@NullMarked
package dev.portside.dapr.component;

import org.jspecify.annotations.NullMarked;
