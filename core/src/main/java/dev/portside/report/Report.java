package dev.portside.report;

import dev.portside.check.Findings;
import dev.portside.traffic.Traffic;

/**
 * What is known after a check.
 *
 * @param findings what the rules found
 * @param traffic the set and its connections
 */
public record Report(Findings findings, Traffic traffic) {}
