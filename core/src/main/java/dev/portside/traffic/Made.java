package dev.portside.traffic;

import dev.portside.manifest.Resource;

/**
 * A resource that a product's operator makes of one of the set's, as if it were applied.
 *
 * @param resource the resource that is made
 * @param origin what of the set it is made of, where findings about it stand
 */
public record Made(Resource resource, Resource origin) {}
