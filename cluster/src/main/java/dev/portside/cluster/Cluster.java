package dev.portside.cluster;

import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The API server as the rest of this package sees it: objects are trees, and what goes wrong is a
 * {@link ClusterException}.
 */
final class Cluster {

  /** Who owns the fields that are applied. */
  static final String MANAGER = "portside";

  private static final int ATTEMPTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** As many objects as kubectl asks for at once. */
  private static final long PAGE = 500;

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final KubernetesClient client;
  private final Map<String, List<APIResource>> served = new ConcurrentHashMap<>();

  Cluster(KubernetesClient client) {
    this.client = client;
  }

  /** Returns the live object, or null when there is none. */
  @Nullable Mapping get(ResourceRef ref) {
    return call(() -> tree(named(ref).get()));
  }

  /** Returns the live object, or null when there is none or its kind is not served. */
  @Nullable Mapping find(ResourceRef ref) {
    return isServed(ref.apiVersion(), ref.kind()) ? get(ref) : null;
  }

  /** Applies what a tree says, and returns what the object has become. */
  Mapping apply(ResourceRef ref, Mapping tree, boolean force, boolean dryRun) {
    return apply(MANAGER, ref, tree, force, dryRun);
  }

  /** Applies what a tree says as another manager of ours, and returns what it has become. */
  Mapping apply(String manager, ResourceRef ref, Mapping tree, boolean force, boolean dryRun) {
    PatchContext.Builder patch =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(manager)
            .withFieldValidation("Strict")
            .withForce(force);
    if (dryRun) {
      patch.withDryRun(List.of("All"));
    }
    GenericKubernetesResource object =
        SERIALIZATION.convertValue(
            Objects.requireNonNull(tree.toJava()), GenericKubernetesResource.class);
    if (isNamespaced(ref)) {
      object.getMetadata().setNamespace(ref.namespace());
    }
    return call(() -> Objects.requireNonNull(tree(all(ref).resource(object).patch(patch.build()))));
  }

  /** Deletes an object and, in the foreground, what it owns; returns whether there was one. */
  boolean delete(ResourceRef ref) {
    return call(
        () -> !named(ref).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete().isEmpty());
  }

  /** Has the API server judge whether an object may be deleted, and keep it. */
  void tryDelete(ResourceRef ref) {
    call(() -> named(ref).dryRun().withPropagationPolicy(DeletionPropagation.FOREGROUND).delete());
  }

  /** Returns a version in which a kind is served, the preferred one first, or null. */
  @Nullable String version(String group, String kind) {
    if (group.isEmpty()) {
      return isServed("v1", kind) ? "v1" : null;
    }
    APIGroup found = call(() -> client.getApiGroup(group));
    if (found == null) {
      return null;
    }
    List<String> versions = new ArrayList<>();
    versions.add(found.getPreferredVersion().getGroupVersion());
    found.getVersions().forEach(version -> versions.add(version.getGroupVersion()));
    return versions.stream().filter(version -> isServed(version, kind)).findFirst().orElse(null);
  }

  /** Returns the live objects of a kind with that label, of one namespace or of all. */
  List<Mapping> list(
      String apiVersion, String kind, @Nullable String namespace, Map<String, String> labels) {
    APIResource found = served(apiVersion, kind);
    MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, ?> all =
        client.genericKubernetesResources(
            ResourceDefinitionContext.fromApiResource(apiVersion, found));
    return call(
        () -> {
          GenericKubernetesResourceList list =
              namespace == null
                  ? all.inAnyNamespace().withLabels(labels).list()
                  : Boolean.TRUE.equals(found.getNamespaced())
                      ? all.inNamespace(namespace).withLabels(labels).list()
                      : all.withLabels(labels).list();
          List<Mapping> trees = new ArrayList<>();
          list.getItems().forEach(item -> trees.add(Objects.requireNonNull(tree(item))));
          return trees;
        });
  }

  /** Returns all live objects of a kind, of one namespace or of all, asked for page by page. */
  List<Mapping> all(String apiVersion, APIResource kind, @Nullable String namespace) {
    MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, ?> every =
        client.genericKubernetesResources(
            ResourceDefinitionContext.fromApiResource(apiVersion, kind));
    AnyNamespaceOperation<GenericKubernetesResource, GenericKubernetesResourceList, ?> wanted =
        !Boolean.TRUE.equals(kind.getNamespaced())
            ? every
            : namespace == null ? every.inAnyNamespace() : every.inNamespace(namespace);
    List<Mapping> trees = new ArrayList<>();
    String next = null;
    do {
      ListOptions page = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      GenericKubernetesResourceList list = call(() -> wanted.list(page));
      list.getItems().forEach(item -> trees.add(Objects.requireNonNull(tree(item))));
      next = list.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return trees;
  }

  /** Returns the groups that the API server has, and their versions, the preferred one first. */
  Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("", List.of("v1"));
    APIGroupList list = call(client::getApiGroups);
    for (APIGroup group : list == null ? List.<APIGroup>of() : list.getGroups()) {
      Set<String> versions = new LinkedHashSet<>();
      if (group.getPreferredVersion() != null) {
        versions.add(group.getPreferredVersion().getGroupVersion());
      }
      group.getVersions().forEach(version -> versions.add(version.getGroupVersion()));
      groups.put(group.getName(), List.copyOf(versions));
    }
    return groups;
  }

  /** Returns the kinds of a version that can be listed. */
  List<APIResource> listable(String apiVersion) {
    return resources(apiVersion).stream()
        .filter(resource -> resource.getName().indexOf('/') < 0)
        .filter(resource -> resource.getVerbs().contains("list"))
        .toList();
  }

  /** Forgets which kinds there are: a definition was applied. */
  void forgetKinds() {
    served.clear();
  }

  /** Returns whether the API server knows a kind. */
  boolean isServed(String apiVersion, String kind) {
    return resources(apiVersion).stream().anyMatch(resource -> isOf(resource, kind));
  }

  /** Returns whether objects of a kind live in namespaces. */
  boolean isNamespaced(String apiVersion, String kind) {
    return Boolean.TRUE.equals(served(apiVersion, kind).getNamespaced());
  }

  private Resource<GenericKubernetesResource> named(ResourceRef ref) {
    return all(ref).withName(ref.name());
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all(ResourceRef ref) {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all =
            client.genericKubernetesResources(
                ResourceDefinitionContext.fromApiResource(
                    ref.apiVersion(), served(ref.apiVersion(), ref.kind())));
    return isNamespaced(ref) ? all.inNamespace(ref.namespace()) : all;
  }

  private boolean isNamespaced(ResourceRef ref) {
    return isNamespaced(ref.apiVersion(), ref.kind());
  }

  private APIResource served(String apiVersion, String kind) {
    for (APIResource resource : resources(apiVersion)) {
      if (isOf(resource, kind)) {
        return resource;
      }
    }
    throw new ClusterException(
        "the cluster does not know kind %s of %s; install its CustomResourceDefinition first"
            .formatted(kind, apiVersion));
  }

  /** Subresources have the kind of their parent, or another one's. */
  private static boolean isOf(APIResource resource, String kind) {
    return resource.getKind().equals(kind) && resource.getName().indexOf('/') < 0;
  }

  private List<APIResource> resources(String apiVersion) {
    return served.computeIfAbsent(
        apiVersion,
        version ->
            call(
                () -> {
                  APIResourceList list = client.getApiResources(version);
                  return list == null ? List.of() : list.getResources();
                }));
  }

  /**
   * The client asks again when the server is busy or fails. A connection that ended under a call is
   * left to the caller; every call here may be made twice.
   */
  private <T extends @Nullable Object> T call(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !Failure.isDropped(e)) {
          throw Failure.of(e, String.valueOf(client.getMasterUrl()));
        }
        Waiter.pause(PAUSE.multipliedBy(attempt));
      }
    }
  }

  private static @Nullable Mapping tree(@Nullable GenericKubernetesResource object) {
    return object == null
        ? null
        : (Mapping) Tree.fromJava(SERIALIZATION.convertValue(object, Map.class));
  }
}
