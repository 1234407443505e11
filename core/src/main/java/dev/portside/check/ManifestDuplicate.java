package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The same resource occurs twice in one argument. */
final class ManifestDuplicate extends Rule {

  private record Key(String argument, String group, String kind, String namespace, String name) {
    Key(String argument, ResourceRef ref) {
      this(argument, ref.group(), ref.kind(), ref.namespace(), ref.name());
    }
  }

  ManifestDuplicate() {
    super(
        "manifest-duplicate",
        Severity.ERROR,
        Rank.SETTING,
        "the same resource occurs twice in one argument");
  }

  @Override
  public void check(Scene scene, Found found) {
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
    twice.values().forEach(same -> judge(same, found));
  }

  /** The first one, by where they are written, is taken for the one that is meant. */
  private void judge(List<Resource> same, Found found) {
    same.sort(Comparator.comparing(Resource::source));
    same.stream().skip(1).forEach(resource -> found.add(finding(resource, same.get(0))));
  }

  private Finding.Builder finding(Resource resource, Resource earlier) {
    return at(resource, Pointer.of("metadata", "name"))
        .message("%s also stands in %s".formatted(resource, earlier.source()))
        .why("kubectl applies both in turn, and the later one overwrites the earlier")
        .help("keep one of them, or give them different names")
        .cause("duplicate");
  }
}
