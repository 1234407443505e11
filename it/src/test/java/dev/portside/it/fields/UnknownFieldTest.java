package dev.portside.it.fields;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.manifest.ManifestReader;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the mistakes that people make. */
final class UnknownFieldTest {

  private static final String RULE = "manifest-unknown-field";

  private static List<Finding> findings(String yaml) {
    ManifestReader reader = new ManifestReader("shop");
    reader.read(Input.of("shop.yaml", yaml), ManifestReader.Origin.NAMED);
    return Portside.check(reader.manifests(Platform.today())).of(RULE);
  }

  /** Returns a resource in which nothing stands but the way to one field. */
  private static String resource(String apiVersion, String kind, String path) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("{apiVersion: ").append(apiVersion).append(", kind: ").append(kind);
    String metadata = ", metadata: {name: orders";
    List<String> keys = Arrays.asList(path.split("/"));
    if (keys.get(0).equals("metadata")) {
      yaml.append(metadata).append(", ").append(below(keys.subList(1, keys.size()))).append("}}");
    } else {
      yaml.append(metadata).append("}, ").append(below(keys)).append("}");
    }
    return yaml.toString();
  }

  private static String below(List<String> keys) {
    if (keys.size() == 1) {
      return keys.get(0) + ": x";
    }
    String rest = "{" + below(keys.subList(1, keys.size())) + "}";
    String key = keys.get(0);
    return key.endsWith("[]")
        ? key.substring(0, key.length() - 2) + ": [" + rest + "]"
        : key + ": " + rest;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 | Namespace | metadata/label | Namespace metadata; the nearest is labels",
        "v1 | Namespace | metadata/Name | Namespace metadata; the nearest is name",
        "v1 | Namespace | labels | Namespace; Namespace metadata has a field of that name, one level down",
        "v1 | ServiceAccount | imagePullSecret | ServiceAccount; the nearest is imagePullSecrets",
        "v1 | ConfigMap | Data | ConfigMap; the nearest is data",
        "v1 | ConfigMap | spec | ConfigMap",
        "v1 | Secret | stringdata | Secret; the nearest is stringData",
        "v1 | Service | spec/selectors | Service spec; the nearest is selector",
        "v1 | Service | spec/port | Service spec; Service spec.ports has a field of that name, one level down",
        "v1 | Service | spec/ports[]/targetport | Service spec.ports[0]; the nearest is targetPort",
        "v1 | Pod | spec/container | Pod spec; the nearest is containers",
        "v1 | Pod | containers | Pod; Pod spec has a field of that name, one level down",
        "v1 | Pod | spec/containers[]/envs | Pod spec.containers[0]; the nearest is env",
        "v1 | Pod | spec/containers[]/volumes | Pod spec.containers[0]; Pod spec has a field of that name, one level up",
        "v1 | Pod | spec/containers[]/env[]/vaule | Pod spec.containers[0].env[0]; the nearest is value",
        "v1 | Pod | spec/containers[]/resources/limit | Pod spec.containers[0].resources; the nearest is limits",
        "v1 | Pod | spec/containers[]/livenessProbe/httpGet/url | Pod spec.containers[0].livenessProbe.httpGet",
        "v1 | PodTemplate | spec | PodTemplate; PodTemplate template has",
        "v1 | ReplicationController | spec/replica | ReplicationController spec; the nearest is replicas",
        "apps/v1 | Deployment | spec/replica | Deployment spec; the nearest is replicas",
        "apps/v1 | Deployment | replicas | Deployment; Deployment spec has a field of that name, one level down",
        "apps/v1 | Deployment | spec/containers | Deployment spec; Deployment spec.template.spec has a field of that name, two levels down",
        "apps/v1 | Deployment | spec/template/spec/replicas | Deployment spec.template.spec; Deployment spec has a field of that name, two levels up",
        "apps/v1 | Deployment | spec/template/containers | Deployment spec.template; Deployment spec.template.spec has a field of that name, one level down",
        "apps/v1 | Deployment | spec/template/metadata/annotation | Deployment spec.template.metadata; the nearest is annotations",
        "apps/v1 | Deployment | spec/selector/matchLabel | Deployment spec.selector; the nearest is matchLabels",
        "apps/v1 | Deployment | spec/strategy/rollingUpdate/maxSurges | Deployment spec.strategy.rollingUpdate; the nearest is maxSurge",
        "apps/v1 | StatefulSet | spec/serviceAccount | StatefulSet spec; StatefulSet spec.template.spec has a field of that name, two levels down",
        "apps/v1 | StatefulSet | spec/volumeClaimTemplate | StatefulSet spec; the nearest is volumeClaimTemplates",
        "apps/v1 | StatefulSet | spec/volumeClaimTemplates[]/spec/accessMode | StatefulSet spec.volumeClaimTemplates[0].spec; the nearest is accessModes",
        "apps/v1 | DaemonSet | spec/replicas | DaemonSet spec",
        "apps/v1 | ReplicaSet | spec/strategy | ReplicaSet spec",
        "batch/v1 | Job | spec/backofflimit | Job spec; the nearest is backoffLimit",
        "batch/v1 | CronJob | spec/cron | CronJob spec",
        "batch/v1 | CronJob | spec/template | CronJob spec; CronJob spec.jobTemplate.spec has a field of that name, two levels down",
        "networking.k8s.io/v1 | Ingress | spec/rules[]/http/paths[]/backend/serviceName | Ingress spec.rules[0].http.paths[0].backend; the nearest is service",
        "networking.k8s.io/v1 | NetworkPolicy | spec/ingres | NetworkPolicy spec; the nearest is ingress",
        "autoscaling/v2 | HorizontalPodAutoscaler | spec/maxreplicas | HorizontalPodAutoscaler spec; the nearest is maxReplicas",
        "autoscaling/v1 | HorizontalPodAutoscaler | spec/metrics | HorizontalPodAutoscaler spec",
        "policy/v1 | PodDisruptionBudget | spec/minAvailible | PodDisruptionBudget spec; the nearest is minAvailable",
        "rbac.authorization.k8s.io/v1 | Role | rules[]/verb | Role rules[0]; the nearest is verbs",
        "rbac.authorization.k8s.io/v1 | RoleBinding | subject | RoleBinding; the nearest is subjects",
        "rbac.authorization.k8s.io/v1 | ClusterRole | rule | ClusterRole; the nearest is rules",
        "rbac.authorization.k8s.io/v1 | ClusterRoleBinding | roleref | ClusterRoleBinding; the nearest is roleRef",
        "dapr.io/v1alpha1 | Component | spec/auth | Component spec; Component has a field of that name, one level up",
        "dapr.io/v1alpha1 | Component | spec/metadata[]/secretRef | Component spec.metadata[0]; the nearest is secretKeyRef",
        "dapr.io/v1alpha1 | Component | metadata/scopes | Component metadata; Component has a field of that name, one level up",
        "dapr.io/v1alpha1 | Configuration | spec/mTLS | Configuration spec; the nearest is mtls",
        "dapr.io/v1alpha1 | Configuration | spec/tracing/stdOut | Configuration spec.tracing; the nearest is stdout",
        "dapr.io/v2alpha1 | Subscription | spec/bulksubscribe | Subscription spec; the nearest is bulkSubscribe",
        "dapr.io/v2alpha1 | Subscription | spec/deadletterTopic | Subscription spec; the nearest is deadLetterTopic",
        "dapr.io/v1alpha1 | Resiliency | spec/policies/retries/often/maxRetry | Resiliency spec.policies.retries.often; the nearest is maxRetries",
        "dapr.io/v1alpha1 | HTTPEndpoint | spec/clientTls | HTTPEndpoint spec; the nearest is clientTLS",
        "security.istio.io/v1 | PeerAuthentication | spec/mtls/modes | PeerAuthentication spec.mtls; the nearest is mode",
        "security.istio.io/v1 | PeerAuthentication | spec/portLevelMTLS | PeerAuthentication spec; the nearest is portLevelMtls",
        "security.istio.io/v1 | PeerAuthentication | spec/portLevelMtls/8080/Mode | PeerAuthentication spec.portLevelMtls.8080; the nearest is mode",
        "security.istio.io/v1 | AuthorizationPolicy | spec/rule | AuthorizationPolicy spec; the nearest is rules",
        "security.istio.io/v1 | AuthorizationPolicy | spec/rules[]/from[]/principals | AuthorizationPolicy spec.rules[0].from[0]; AuthorizationPolicy spec.rules[0].from[0].source has a field of that name, one level down",
        "security.istio.io/v1 | RequestAuthentication | spec/jwtRules[]/jwksURI | RequestAuthentication spec.jwtRules[0]; the nearest is jwksUri",
        "networking.istio.io/v1 | DestinationRule | spec/tls | DestinationRule spec; DestinationRule spec.trafficPolicy has a field of that name, one level down",
        "networking.istio.io/v1beta1 | VirtualService | spec/host | VirtualService spec; the nearest is hosts",
        "networking.istio.io/v1 | Gateway | spec/server | Gateway spec; the nearest is servers",
        "networking.istio.io/v1 | ServiceEntry | spec/resolutions | ServiceEntry spec; the nearest is resolution",
        "networking.istio.io/v1 | Sidecar | spec/outBoundTrafficPolicy | Sidecar spec; the nearest is outboundTrafficPolicy",
        "networking.istio.io/v1alpha3 | EnvoyFilter | spec/configPatch | EnvoyFilter spec; the nearest is configPatches",
        "gateway.kyma-project.io/v2 | APIRule | spec/host | APIRule spec; the nearest is hosts",
        "gateway.kyma-project.io/v2 | APIRule | spec/rules[]/accessStrategies | APIRule spec.rules[0]",
        "gateway.kyma-project.io/v1beta1 | APIRule | spec/rules[]/noAuth | APIRule spec.rules[0]",
        "gateway.kyma-project.io/v1alpha1 | APIRule | spec/host | APIRule spec; APIRule spec.service has a field of that name, one level down",
      })
  void typo(String apiVersion, String kind, String path, String said) {
    String yaml = resource(apiVersion, kind, path);

    List<Finding> findings = findings(yaml);

    assertThat(findings).isNotEmpty();
    Finding finding = findings.get(0);
    assertThat(finding.message()).contains(" is unknown in " + said);
    assertWithMessage("nothing is said that is not expected")
        .that(finding.message().contains(";"))
        .isEqualTo(said.contains(";"));
    assertThat(finding.field().toString()).isEqualTo("/" + path.replace("[]", "/0"));
  }

  @Test
  void finding_all() {
    Finding finding =
        findings(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: orders
                spec:
                  replica: 2
                """)
            .get(0);

    assertThat(finding.toString())
        .isEqualTo(
            "shop.yaml:6:3: warning: field \"replica\" is unknown in Deployment spec;"
                + " the nearest is replicas [manifest-unknown-field]");
    assertThat(finding.help()).isEqualTo("write replicas");
    assertThat(finding.edits()).isEmpty();
  }

  @Test
  void help_misplaced() {
    Finding finding = findings(resource("dapr.io/v1alpha1", "Component", "spec/auth")).get(0);

    assertThat(finding.help()).isEqualTo("move auth one level up, to Component");
  }

  /** Where a field could stand below several, the one that is written is meant. */
  @Test
  void misplaced_belowWhatIsWritten() {
    String pod =
        "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {image: b, %s: [{name: c}]}}";

    assertThat(findings(pod.formatted("containers")).get(0).message())
        .contains("Pod spec.containers has");
    assertThat(findings(pod.formatted("initContainers")).get(0).message())
        .contains("Pod spec.initContainers has");
  }

  @Test
  void everyUnknownField_isFoundOnce() {
    assertThat(
            findings(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: orders, nmae: a}
                spec:
                  a: 1
                  a: 2
                  b: {c: 1}
                  ports: [{d: 1}, {port: 80}, {d: 1}]
                e: null
                """))
        .hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/v1 | Deployment | status/any/thing",
        "apps/v1 | Deployment | metadata/managedFields[]/fieldsV1/f:spec",
        "apps/v1 | Deployment | metadata/labels/any",
        "apps/v1 | Deployment | spec/template/metadata/annotations/any",
        "apps/v1 | Deployment | spec/template/spec/schedulingGroup/podGroupName",
        "apps/v1 | StatefulSet | spec/volumeClaimTemplates[]/status/phase",
        "apps/v2 | Deployment | spec/replica",
        "extensions/v1beta1 | Deployment | spec/replica",
        "example.com/v1 | Deployment | spec/replica",
        "v1 | Deployment | spec/replica",
        "v1 | ConfigMap | data/any",
        "v1 | Pod | spec/nodeSelector/any",
        "v1 | Pod | spec/containers[]/resources/limits/any",
        "v1 | Pod | spec/containers/name",
        "dapr.io/v1alpha1 | Component | spec/metadata[]/value/any/thing",
        "dapr.io/v1alpha1 | Configuration | status/any",
        "networking.istio.io/v1alpha3 | EnvoyFilter | spec/configPatches[]/patch/value/any/thing",
        "gateway.kyma-project.io/v1beta1 | APIRule | spec/rules[]/accessStrategies[]/config/any",
        "gateway.kyma-project.io/v1alpha1 | APIRule | spec/gateway",
      })
  void notJudged(String apiVersion, String kind, String path) {
    assertThat(findings(resource(apiVersion, kind, path))).isEmpty();
  }

  @Test
  void allowed() {
    assertThat(
            findings(
                """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: orders
                  annotations:
                    portside.dev/allow.manifest-unknown-field: a webhook takes it away
                spec:
                  quota: 2
                """))
        .isEmpty();
  }
}
