package dev.portside.traffic;

import dev.portside.manifest.Edit;
import dev.portside.yaml.Pointer;

/**
 * A port that a workload's manifest keeps out of a mesh.
 *
 * @param direction outbound or inbound
 * @param port the port's number, as the mesh reads it
 * @param text the port as it is written
 * @param setting the setting that says so
 * @param field the field that says so
 * @param removal what takes the port out of that field
 */
public record Exemption(
    Direction direction, int port, String text, Setting setting, Pointer field, Edit removal) {}
