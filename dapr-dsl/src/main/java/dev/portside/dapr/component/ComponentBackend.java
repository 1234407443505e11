package dev.portside.dapr.component;

import dev.portside.manifest.Resource;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the backend of one Component: the endpoints, and what keeps more of it from
 * being known.
 *
 * @param endpoints in the order of the metadata
 * @param gap why there may be others; empty when these are all
 */
public record ComponentBackend(List<ComponentEndpoint> endpoints, Optional<Gap> gap) {

  /**
   * The annotation by which a Component tells its backend itself: {@code host:port}, several
   * separated by commas. It counts in place of what the metadata says.
   */
  public static final String ANNOTATION = "portside.dev/backend";

  /**
   * Why an endpoint is not known.
   *
   * @param field the field that does not tell it
   * @param reason what is the case, without a value that may be secret
   * @param remedy what to write, and where
   */
  public record Gap(Pointer field, String reason, String remedy) {

    /** Returns whether a value is wrong, not merely out of sight. */
    public boolean isRepairable() {
      return !remedy.contains(ANNOTATION);
    }
  }

  /** Copies the list. */
  public ComponentBackend {
    endpoints = List.copyOf(endpoints);
  }

  /** Returns the backend of a Component; none and no gap when no such type is known. */
  public static ComponentBackend of(Resource component) {
    String told = component.annotations().text(ANNOTATION);
    if (told != null) {
      return told(told, Pointer.of("metadata", "annotations", ANNOTATION));
    }
    String type = component.tree().mapping("spec").text("type");
    Optional<ComponentType> known = type == null ? Optional.empty() : ComponentType.find(type);
    return known
        .map(found -> new Reading(found, ComponentSettings.of(component)).backend())
        .orElse(new ComponentBackend(List.of(), Optional.empty()));
  }

  private static ComponentBackend told(String text, Pointer field) {
    List<ComponentEndpoint> endpoints = new ArrayList<>();
    Optional<Gap> gap = Optional.empty();
    for (String entry : text.split(",", -1)) {
      HostPort address = HostPort.of(entry.trim());
      if (address == null || address.port() == 0) {
        gap =
            Optional.of(
                new Gap(field, "%s is not host:port".formatted(ANNOTATION), "write host:port"));
      } else {
        endpoints.add(
            new ComponentEndpoint(
                address.host(),
                address.port(),
                field,
                Protection.unknown(),
                ComponentEndpoint.Transport.TCP,
                Protocol.UNKNOWN));
      }
    }
    return new ComponentBackend(endpoints, gap);
  }
}
