package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {

  private static final String SET =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: a
        namespace: shop
        labels: {app: a}
        annotations:
          example.org/ports: "443,50002"
          example.org/number: "80"
          example.org/flag: "true"
          example.org/text: "one\\ntwo\\n"
      spec:
        containers:
        - name: app
          image: a:1
          args: ["-p", "0777", "yes"]
          env: [{name: A, value: "1_000"}]
          ports: [{containerPort: 3000, name: web}]
          unknownField: {kept: [1, 2.5, true, "x"]}
        hostNetwork: false
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: a, namespace: shop}
      spec:
        selector: {app: a}
        ports: [{port: 80, targetPort: web}, {port: 81, targetPort: 3000}]
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: s, namespace: shop}
      stringData: {password: "*"}
      ---
      apiVersion: example.org/v1
      kind: Thing
      metadata: {name: t, namespace: shop}
      spec: {big: 9223372036854775807, list: [], map: {}, deep: {a: [{b: c}]}}
      scopes: [a, b]
      """;

  @Test
  void fabric8_roundTrip_saysTheSame() {
    Manifests set = Sets.read(SET);
    Manifests again = Manifests.of(set.fabric8(), set.platform());

    assertThat(again.resources()).hasSize(set.resources().size());
    for (int i = 0; i < set.resources().size(); i++) {
      assertThat(again.resources().get(i).ref()).isEqualTo(set.resources().get(i).ref());
      assertThat(again.resources().get(i).tree().toJava())
          .isEqualTo(set.resources().get(i).tree().toJava());
    }
  }

  /** The second way round changes nothing more: not even the order. */
  @Test
  void fabric8_roundTripTwice_isTheSame() {
    Manifests once = Manifests.of(Sets.read(SET).fabric8(), Platform.today());

    assertThat(Manifests.of(once.fabric8(), once.platform()).resources())
        .isEqualTo(once.resources());
  }

  @Test
  void fabric8_isTypedWhereTheKindIsKnown() {
    List<HasMetadata> objects = Sets.read(SET).fabric8();

    assertThat(objects.get(1)).isInstanceOf(Pod.class);
    assertThat(objects.get(2)).isInstanceOf(Service.class);
    assertThat(objects.get(4)).isInstanceOf(GenericKubernetesResource.class);
    assertThat(Sets.read(SET).resources().get(1).as(Pod.class).getSpec().getHostNetwork())
        .isFalse();
    assertThat(((Pod) objects.get(1)).getSpec().getContainers().get(0).getArgs())
        .containsExactly("-p", "0777", "yes")
        .inOrder();
  }

  @Test
  void fabric8_isNewAtEachCall() {
    Resource resource = Sets.read(SET).resources().get(0);
    resource.fabric8().getMetadata().setName("changed");

    assertThat(resource.fabric8().getMetadata().getName()).isEqualTo("shop");
  }

  @Test
  void toYaml_readsBackTheSame() {
    Manifests set = Sets.read(SET);
    Manifests again = Sets.read(set.toYaml());

    assertThat(again.resources().stream().map(Resource::tree))
        .containsExactlyElementsIn(set.resources().stream().map(Resource::tree).toList())
        .inOrder();
    assertThat(again.toYaml()).isEqualTo(set.toYaml());
  }

  @Test
  void toYaml_putsTheUsualKeysFirst() {
    Manifests set =
        Sets.read(
            """
            zebra: 1
            spec: {b: 1, a: 2}
            data: {x: "1"}
            metadata: {namespace: n, name: a}
            kind: Thing
            apiVersion: v1
            ---
            {kind: Pod, apiVersion: v1, metadata: {name: b}}
            """);

    assertThat(set.toYaml())
        .isEqualTo(
            """
            apiVersion: v1
            kind: Thing
            metadata:
              namespace: n
              name: a
            spec:
              b: 1
              a: 2
            zebra: 1
            data:
              x: "1"
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: b
            """);
  }

  @Test
  void builder_keepsOrderAndGivesTheNamespace() {
    Part pod = context -> List.of(pod("p", context));
    Manifests set =
        Manifests.in("shop")
            .add(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
            .add(pod)
            .build();

    assertThat(set.resources().stream().map(Resource::toString))
        .containsExactly("Namespace/shop", "Pod/shop/p")
        .inOrder();
    assertThat(set.namespace()).isEqualTo("shop");
  }

  private static Resource pod(String name, Context context) {
    Tree tree = Sets.resource("{apiVersion: v1, kind: Pod, metadata: {name: " + name + "}}").tree();
    return Resource.made("Maker " + name, 0, (Mapping) tree, context.namespace());
  }

  @Test
  void builder_appliesPartsEditsThenSteps() {
    Pointer field = Pointer.parse("/metadata/labels/l");
    Part editor =
        new Part() {
          @Override
          public List<Resource> resources(Context context) {
            return List.of();
          }

          @Override
          public List<Edit> edits(Context context, Manifests neighbours) {
            return neighbours.resources().stream()
                .<Edit>map(r -> new Edit.SetField(r.target(), field, Scalar.of("edit"), true))
                .toList();
          }
        };
    Step step =
        set -> {
          Resource first = set.resources().get(0);
          String label = first.labels().text("l") + " step";
          return set.with(
              List.of(new Edit.SetField(first.target(), field, Scalar.of(label), true)));
        };
    Manifests set =
        Manifests.in("shop")
            .add(editor, context -> List.of(pod("p", context)))
            .with(step)
            .with(step)
            .build();

    assertThat(set.resources().get(0).labels().text("l")).isEqualTo("edit step step");
  }

  @Test
  void builder_namesAllProblemsAtOnce() {
    Part first =
        context -> {
          throw new UnsupportedOnPlatformException("A/a", "x", "needs 2", "use y");
        };
    Part second =
        context -> {
          throw new UnsupportedOnPlatformException("B/b", "x", "needs 2", "use y");
        };
    Manifests.Builder builder = Manifests.in("shop").add(first, second, first);
    Exception e = assertThrows(UnsupportedOnPlatformException.class, builder::build);

    assertThat(e).hasMessageThat().isEqualTo("A/a x: needs 2; use y\nB/b x: needs 2; use y");
  }

  @Test
  void named_whateverItsVersion() {
    Resource beta =
        Sets.resource("{apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: a}}");
    Resource stable = Sets.resource("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}");
    Resource other = Sets.resource("{apiVersion: x.io/v1, kind: Deployment, metadata: {name: a}}");
    Manifests manifests = Manifests.of("shop", Platform.today(), List.of(beta, other, stable));

    assertThat(manifests.named("apps", "Deployment", "shop", "a"))
        .containsExactly(beta, stable)
        .inOrder();
    assertThat(manifests.named("apps", "Deployment", "default", "a")).isEmpty();
    assertThat(manifests.named("apps", "Deployment", "shop", "b")).isEmpty();
  }

  @Test
  void builder_namespaceThatIsNone() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Manifests.in("Shop"));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "namespace \"Shop\": must be 1 to 63 lower-case letters, digits and -, with no - at the"
                + " start or end");
  }

  @Test
  void template_changed() {
    Mapping template =
        Sets.resource("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {x: {k: 1}}}").tree();
    Mapping changed =
        Template.changed(
            template, t -> t.editOrNewMetadata().addToLabels("l", "true").endMetadata());

    assertThat(changed.at(Pointer.parse("/metadata/labels/l"))).isEqualTo(Scalar.of("true"));
    assertThat(changed.at(Pointer.parse("/spec/x/k"))).isEqualTo(Scalar.of(1));
  }
}
