/**
 * Documents as trees: order, duplicate keys and positions are kept; reading, writing and changing
 * them.
 *
 * <p>The lowest package of core: it knows YAML and JSON pointers, and nothing of Kubernetes.
 */
@NullMarked
package dev.portside.yaml;

import org.jspecify.annotations.NullMarked;
