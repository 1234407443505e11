/**
 * What the API server does with an APIRule: the schemas of the official definitions, read as it
 * reads them. Public for Kyma's own packages only; no API.
 */
@NullMarked
package dev.portside.kyma.admission;

import org.jspecify.annotations.NullMarked;
