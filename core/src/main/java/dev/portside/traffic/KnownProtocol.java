package dev.portside.traffic;

import dev.portside.Internal;
import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A protocol that is not HTTP, as components, images and port numbers tell it.
 *
 * @param name its name in messages
 * @param first who sends the first bytes: {@link Protocol#CLIENT_FIRST} or {@link
 *     Protocol#SERVER_FIRST}
 */
@Internal
public record KnownProtocol(String name, Protocol first) {

  private static final Map<String, KnownProtocol> BY_ID = new HashMap<>();
  private static final Map<Integer, KnownProtocol> BY_PORT = new HashMap<>();
  private static final Map<String, KnownProtocol> BY_IMAGE = new HashMap<>();

  static {
    for (Table.Row row : Table.read(KnownProtocol.class, "protocols.txt")) {
      boolean server = row.get("first").equals("server");
      Protocol first = server ? Protocol.SERVER_FIRST : Protocol.CLIENT_FIRST;
      KnownProtocol protocol = new KnownProtocol(row.get("name"), first);
      BY_ID.put(row.get("id"), protocol);
      words(row.get("ports")).forEach(port -> BY_PORT.put(Integer.valueOf(port), protocol));
      words(row.get("images")).forEach(image -> BY_IMAGE.put(image, protocol));
    }
  }

  private static List<String> words(String cell) {
    return cell.isBlank() ? List.of() : List.of(cell.trim().split(" +", -1));
  }

  /** Returns the protocol of a stable name. */
  public static Optional<KnownProtocol> named(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** Returns the protocol that a port number is known by. */
  public static Optional<KnownProtocol> of(int port) {
    return Optional.ofNullable(BY_PORT.get(port));
  }

  /**
   * Returns what is spoken on a port of a workload's pods: as the image of the container tells that
   * declares no other port, else as the number tells.
   */
  public static Optional<KnownProtocol> of(Workload workload, int port) {
    KnownProtocol byNumber = BY_PORT.get(port);
    Sequence containers = workload.containers();
    for (int i = 0; i < containers.size() && byNumber == null; i++) {
      Mapping container = containers.mapping(i);
      Sequence ports = container.sequence("ports");
      boolean alone =
          ports.size() == 1
              && Integer.toString(port).equals(ports.mapping(0).text("containerPort"));
      if (alone) {
        byNumber = BY_IMAGE.get(image(container.findText("image").orElse("")));
      }
    }
    return Optional.ofNullable(byNumber);
  }

  /** Returns the last part of an image's name, without tag and digest. */
  private static String image(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    int end = name.indexOf('@') < 0 ? name.length() : name.indexOf('@');
    int colon = name.indexOf(':');
    return name.substring(0, colon < 0 ? end : Math.min(colon, end));
  }
}
