package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The same resource stands twice under one argument. */
final class ManifestDuplicate implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "manifest-duplicate",
          Severity.ERROR,
          Rank.SETTING,
          "the same resource stands twice under one argument");

  private record Key(String argument, String group, String kind, String namespace, String name) {
    Key(String argument, ResourceRef ref) {
      this(argument, ref.group(), ref.kind(), ref.namespace(), ref.name());
    }
  }

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    Map<Key, Resource> first = new HashMap<>();
    Map<Key, List<Resource>> twice = new HashMap<>();
    for (Resource resource : scene.manifests().resources()) {
      // What has only a generateName gets a name of its own each time it is made.
      if (resource.metadata().has("name")) {
        Key key = new Key(resource.argument(), resource.ref());
        Resource earlier = first.putIfAbsent(key, resource);
        if (earlier != null) {
          twice.computeIfAbsent(key, k -> new ArrayList<>(List.of(earlier))).add(resource);
        }
      }
    }
    return twice.values().stream().flatMap(this::findings);
  }

  /** The first one, by where they are written, is taken for the one that is meant. */
  private Stream<Finding> findings(List<Resource> same) {
    same.sort(Comparator.comparing(Resource::source));
    return same.stream().skip(1).map(resource -> finding(resource, same.get(0)));
  }

  private static Finding finding(Resource resource, Resource earlier) {
    return Finding.of(INFO, resource, Pointer.of("metadata", "name"))
        .message("%s also stands in %s".formatted(resource, earlier.source()))
        .why("kubectl applies both in turn, and the later one overwrites the earlier")
        .help("keep one of them, or give them different names")
        .addCauses(new Cause(resource.target(), "duplicate", 0))
        .build();
  }
}
