/**
 * The way to a cluster: the only package that calls one. A set is applied, waited for, compared and
 * deleted through the user's own fabric8 client.
 */
@NullMarked
package dev.portside.cluster;

import org.jspecify.annotations.NullMarked;
