/**
 * What the API server does with an APIRule: the schemas of the official definitions, read as it
 * reads them.
 */
@Internal
@NullMarked
package dev.portside.kyma.admission;

import dev.portside.Internal;
import org.jspecify.annotations.NullMarked;
