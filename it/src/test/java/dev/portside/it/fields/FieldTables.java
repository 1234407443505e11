package dev.portside.it.fields;

import dev.portside.it.Beside;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCertificateProjection;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the field tables that the modules ship; a test fails where one is not what this makes now.
 */
final class FieldTables {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  /** Kubernetes' own kinds that are judged, each in the version of its class. */
  static final List<Class<? extends HasMetadata>> KUBERNETES =
      List.of(
          ClusterRole.class,
          ClusterRoleBinding.class,
          ConfigMap.class,
          CronJob.class,
          DaemonSet.class,
          Deployment.class,
          io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscaler.class,
          io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class,
          Ingress.class,
          Job.class,
          Namespace.class,
          NetworkPolicy.class,
          Pod.class,
          PodDisruptionBudget.class,
          PodTemplate.class,
          ReplicaSet.class,
          ReplicationController.class,
          Role.class,
          RoleBinding.class,
          Secret.class,
          Service.class,
          ServiceAccount.class,
          StatefulSet.class);

  /** A table of custom kinds: whose they are, where their definitions lie, and the comment. */
  enum Custom {
    DAPR("dapr", "dapr", "", "dapr/dapr charts/dapr/crds, 1.18."),
    ISTIO(
        "istio",
        "istio",
        "",
        "istio/istio manifests/charts/base/files/crd-all.gen.yaml, 1.31.0-rc.0."),
    KYMA(
        "kyma",
        "kyma",
        "apirule-",
        """
        kyma-project/api-gateway config/crd/bases, 2020 to 3.10.0: of each version of APIRule the
        fields that any release of it had.""");

    private final String product;
    private final String folder;
    private final String prefix;
    private final String source;

    Custom(String product, String folder, String prefix, String source) {
      this.product = product;
      this.folder = folder;
      this.prefix = prefix;
      this.source = source;
    }

    /** Returns the file that ships. */
    Path file() {
      return MODULE.resolveSibling(
          product + "-dsl/src/main/resources/dev/portside/" + product + "/fields.txt");
    }

    /** Returns the files of the definitions; none where they are not at hand. */
    List<Path> definitions() throws IOException {
      Optional<Path> all = Beside.file("shared/crds/" + folder);
      if (all.isEmpty()) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(all.orElseThrow())) {
        return files.filter(this::isDefinition).sorted().toList();
      }
    }

    private boolean isDefinition(Path file) {
      String name = file.getFileName().toString();
      return name.startsWith(prefix) && name.endsWith(".yaml");
    }

    /** Returns what it should hold now; empty where the definitions are not at hand. */
    Optional<String> text() throws IOException {
      List<Path> definitions = definitions();
      if (definitions.isEmpty()) {
        return Optional.empty();
      }
      FieldTableWriter table = new FieldTableWriter();
      CrdShapes shapes = new CrdShapes(new ModelShapes().of(ObjectMeta.class));
      for (Path file : definitions) {
        shapes.addTo(table, file);
      }
      return Optional.of(table.text(comment("Made from the schemas of " + source)));
    }
  }

  private FieldTables() {}

  /** Returns the file of Kubernetes' own kinds that ships. */
  static Path kubernetesFile() {
    return MODULE.resolveSibling("core/src/main/resources/dev/portside/check/fields.txt");
  }

  /** Returns what it should hold now. */
  static String kubernetes() {
    FieldTableWriter table = new FieldTableWriter();
    ModelShapes shapes = new ModelShapes();
    addNewer(shapes);
    for (Class<? extends HasMetadata> type : KUBERNETES) {
      table.add(HasMetadata.getApiVersion(type), HasMetadata.getKind(type), shapes.of(type));
    }
    return table.text(
        comment(
            "Made from the model classes of fabric8 kubernetes-client 7.5.2 (Kubernetes 1.34), with\n"
                + "the fields of a Pod that 1.35 and 1.36 add (Kubernetes 1.36 API reference)."));
  }

  /** Adds what releases of Kubernetes have that are newer than fabric8's model. */
  private static void addNewer(ModelShapes shapes) {
    shapes
        .of(PodSpec.class)
        .with("schedulingGroup", Shape.open())
        .with("workloadRef", Shape.open());
    shapes.of(PodCertificateProjection.class).with("userAnnotations", Shape.open());
  }

  private static String comment(String source) {
    return "The fields of each kind; see FieldTable. "
        + "The tests of portside-testing make this file: change FieldTables there.\n"
        + source;
  }
}
