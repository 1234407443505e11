package dev.portside.lifecycle;

import dev.portside.manifest.ResourceRef;
import java.net.URI;

/**
 * Where a resource lets others in.
 *
 * @param rule the resource that says so
 * @param url such as {@code https://nodeapp.example.com/}; a smoke check asks it
 */
public record PublicUrl(ResourceRef rule, URI url) {}
