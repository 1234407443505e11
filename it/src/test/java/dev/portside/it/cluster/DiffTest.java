package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Iterables;
import dev.portside.cluster.Applier;
import dev.portside.cluster.ApplyException;
import dev.portside.cluster.Difference;
import dev.portside.manifest.Manifests;
import dev.portside.yaml.Mapping;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiffTest extends OnControlPlane {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
        labels:
          app: orders
      spec:
        replicas: 2
        selector:
          matchLabels:
            app: orders
        template:
          metadata:
            labels:
              app: orders
            annotations:
              dapr.io/enabled: "true"
              dapr.io/app-id: orders
              dapr.io/app-port: "3000"
          spec:
            containers:
            - name: orders
              image: orders:1
              resources:
                limits:
                  cpu: 1000m
                  memory: 1024Mi
              env:
              - name: LEVEL
                value: info
              - name: REGION
                value: north
              ports:
              - containerPort: 3000
              volumeMounts:
              - name: scratch
                mountPath: /scratch
            volumes:
            - name: scratch
              emptyDir: {}
      """;

  private static final String REST =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: orders
      spec:
        selector:
          app: orders
        ports:
        - port: 80
          targetPort: 3000
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: orders
      data:
        rules: |
          first
          second
          third
        empty: ""
      ---
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: statestore
      spec:
        type: state.redis
        version: v1
        metadata:
        - name: redisHost
          value: redis:6379
      ---
      apiVersion: gateway.kyma-project.io/v2
      kind: APIRule
      metadata:
        name: orders
      spec:
        hosts: [orders]
        gateway: kyma-system/kyma-gateway
        service:
          name: orders
          port: 80
        rules:
        - path: /*
          methods: [GET]
          noAuth: true
      """;

  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: orders
      data:
        a: one
        b: two
      """;

  private Applier applier;

  @BeforeEach
  void start() {
    plane.installCrds();
    applier = applier().unchecked();
  }

  private Difference only(String yaml) {
    return Iterables.getOnlyElement(applier.diff(set(yaml)));
  }

  @Test
  void applied_differsInNothing() {
    Manifests set = set(DEPLOYMENT + REST);
    applier.apply(set);

    List<Difference> differences = applier.diff(set);

    assertThat(differences).hasSize(5);
    for (Difference difference : differences) {
      assertThat(difference.text()).isEmpty();
      assertThat(difference.isEmpty()).isTrue();
      assertThat(difference.changes()).isEmpty();
      assertThat(difference.before()).isNotEqualTo(Mapping.empty());
    }
  }

  @Test
  void missing_isOwnTreeAdded() {
    Difference difference = only(CONFIG);

    assertThat(difference.text())
        .isEqualTo(
            """
            ConfigMap/%s/orders (set.yaml:1:1): new
            + apiVersion: v1
            + kind: ConfigMap
            + metadata:
            +   name: orders
            + data:
            +   a: one
            +   b: two
            """
                .formatted(namespace));
  }

  @Test
  void missing_withItsNamespaceAndKind() {
    String yaml =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %1$s-new
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: lamps.%1$s.example.org
        spec:
          group: %1$s.example.org
          names: {kind: Lamp, plural: lamps}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        ---
        apiVersion: %1$s.example.org/v1
        kind: Lamp
        metadata: {name: lamp, namespace: %1$s-new}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: lamp, namespace: %1$s-new}
        """
            .formatted(namespace);

    List<Difference> differences = applier.diff(set(yaml));

    assertThat(differences.stream().map(it -> it.resource().kind()))
        .containsExactly("Namespace", "CustomResourceDefinition", "ConfigMap", "Lamp")
        .inOrder();
    assertThat(differences.stream().filter(Difference::isEmpty)).isEmpty();
  }

  @Test
  void kind_unknown() {
    ApplyException e =
        assertThrows(
            ApplyException.class,
            () ->
                applier.diff(
                    set("apiVersion: no.example.org/v1\nkind: Lamp\nmetadata: {name: lamp}\n")));

    assertThat(e).hasMessageThat().contains("set.yaml:1:1: Lamp/" + namespace + "/lamp");
  }

  @Test
  void field_takenByAnother() {
    applier.apply(set(DEPLOYMENT));
    plane.kubectl("-n", namespace, "scale", "deployment", "orders", "--replicas=5");

    Difference difference = only(DEPLOYMENT);

    assertThat(difference.changes().toString()).isEqualTo("[/spec/replicas]");
    assertThat(difference.conflict().orElseThrow()).contains("spec.replicas");
    assertThat(difference.conflict().orElseThrow()).contains("kubectl");
    assertThat(difference.text())
        .startsWith("Deployment/" + namespace + "/orders (set.yaml:1:1)\n  # conflict: .spec.");
    assertThat(difference.text()).contains("\n  spec:\n-   replicas: 5\n+   replicas: 2\n");
    assertThat(
            Iterables.getOnlyElement(applier.forcingConflicts().diff(set(DEPLOYMENT))).conflict())
        .isEmpty();
  }

  @Test
  void field_ofAnother() {
    applier.apply(set(CONFIG));
    plane.kubectl("-n", namespace, "label", "configmap", "orders", "team=blue");
    plane.kubectl(
        "-n", namespace, "patch", "configmap", "orders", "-p", "{\"data\": {\"c\": \"three\"}}");

    assertThat(only(CONFIG).text()).isEmpty();
  }

  @Test
  void field_changedByUs() {
    applier.apply(set(DEPLOYMENT));

    Difference difference =
        only(
            DEPLOYMENT
                .replace("image: orders:1", "image: orders:2")
                .replace(
                    "- name: REGION\n          value: north", "- name: ZONE\n          value: a"));

    assertThat(difference.text())
        .isEqualTo(
            """
            Deployment/%s/orders (set.yaml:1:1)
              spec:
              ...
                template:
              ...
                  spec:
              ...
                    containers:
                    - name: orders
            -         image: orders:1
            +         image: orders:2
                      ports:
                      - containerPort: 3000
                      env:
                      - name: LEVEL
                        value: info
            -         - name: REGION
            -           value: north
            +         - name: ZONE
            +           value: a
                      resources:
                        limits:
            """
                .formatted(namespace));
  }

  @Test
  void field_noLongerNamed() {
    applier.apply(set(CONFIG));

    Difference difference = only(CONFIG.replace("  b: two\n", ""));

    assertThat(difference.changes().toString()).isEqualTo("[/data/b]");
    assertThat(difference.text())
        .isEqualTo(
            "ConfigMap/%s/orders (set.yaml:1:1)\n  data:\n    a: one\n-   b: two\n"
                .formatted(namespace));
  }

  @Test
  void field_noLongerNamed_defaulted() {
    applier.apply(set(DEPLOYMENT));

    Difference difference = only(DEPLOYMENT.replace("  replicas: 2\n", ""));

    assertThat(difference.text()).contains("-   replicas: 2\n+   replicas: 1\n");
  }

  @Test
  void linesOfText() {
    applier.apply(set(DEPLOYMENT + REST));

    List<Difference> differences =
        applier.diff(set(DEPLOYMENT + REST.replace("second\n", "other\n    added\n")));

    String text =
        differences.stream()
            .filter(it -> it.resource().kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(text).endsWith("  first\n-     second\n+     other\n+     added\n      third\n");
  }

  @Test
  void secret_isHidden() {
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: orders
          annotations:
            kubectl.kubernetes.io/last-applied-configuration: canary-note-%s
        data:
          password: Y2FuYXJ5LW9uZQ==
          kept: Y2FuYXJ5LWtlcHQ=
          old: Y2FuYXJ5LW9sZA==
        stringData:
          token: canary-%s
        """;
    String first = secret.formatted("one", "one");
    Difference added = only(first);
    applier.apply(set(first));
    assertThat(only(first).text()).isEmpty();

    Difference changed =
        only(
            secret
                .formatted("two", "two")
                .replace("Y2FuYXJ5LW9uZQ==", "Y2FuYXJ5LXR3bw==")
                .replace("  old: Y2FuYXJ5LW9sZA==\n", "  new: Y2FuYXJ5LW5ldw==\n"));

    assertThat(changed.changes().toString())
        .isEqualTo(
            "[/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration,"
                + " /data/old, /data/password, /data/token, /data/new]");
    assertThat(changed.text())
        .endsWith(
            """
              data:
                kept: (hidden)
            -   old: (hidden)
            -   password: (hidden)
            -   token: (hidden)
            +   new: (hidden)
            +   password: (hidden, changed)
            +   token: (hidden, changed)
            """);
    for (Difference difference : List.of(added, changed)) {
      StringBuilder all = new StringBuilder(difference.text()).append(difference);
      all.append(difference.before().toJava()).append(difference.after().toJava());
      for (Difference.Change change : difference.changes()) {
        all.append(change);
        all.append(change.before() == null ? "" : change.before().toJava());
        all.append(change.after() == null ? "" : change.after().toJava());
      }
      assertThat(all.toString()).doesNotContain("canary");
      assertThat(all.toString()).doesNotContain("Y2FuYXJ5");
    }
  }

  @Test
  void escapes_stayEscapes() {
    String text = only(CONFIG.replace("one", "\"\\e[31m ##[error]\"")).text();

    assertThat(text).contains("\\u001B[31m \\u0023#[error]");
  }

  @Test
  void nothing_isChanged() {
    applier.apply(set(CONFIG));
    String before = plane.kubectl("-n", namespace, "get", "configmap", "orders", "-o", "yaml");

    applier.forcingConflicts().diff(set(CONFIG.replace("two", "three")));

    assertThat(plane.kubectl("-n", namespace, "get", "configmap", "orders", "-o", "yaml"))
        .isEqualTo(before);
  }
}
