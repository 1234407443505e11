package dev.portside.traffic;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the name of a host stands for. */
class PeerTest {

  /** The namespace io is known by a Service, uk by its pods, org by the platform. */
  private static final Manifests SET =
      set(
          """
          {apiVersion: v1, kind: Service, metadata: {name: queue, namespace: io}, spec: {ports: [{port: 80}]}}
          ---
          {apiVersion: v1, kind: Namespace, metadata: {name: net}}
          ---
          {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: uk}}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: redis, namespace: shop}
          spec: {clusterIP: None, selector: {app: redis}, ports: [{port: 6379}]}
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: store, namespace: shop}
          spec: {template: {metadata: {labels: {app: redis}}}}
          ---
          {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: redis}, ports: [{port: 80}]}}
          """);

  private static Manifests set(String yaml) {
    ManifestReader reader = new ManifestReader("shop");
    reader.read(Input.of("set.yaml", yaml), ManifestReader.Origin.NAMED);
    return reader.manifests(Platform.today().withNamespace("org", Map.of()));
  }

  private static String words(Peer peer) {
    if (peer instanceof Peer.Service service) {
      return "service " + service.namespace() + "/" + service.name();
    }
    return peer instanceof Peer.Loopback loopback
        ? "loopback " + loopback.name()
        : "host " + ((Peer.Host) peer).name();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # one label is a Service of the own namespace
          backend                                           | service shop/backend
          Redis                                             | service shop/redis
          backend.                                          | host backend
          # two are a Service and its namespace, where that is likely
          backend.cache                                     | service cache/backend
          backend.shop                                      | service shop/backend
          queue.io                                          | service io/queue
          other.io                                          | service io/other
          backend.net                                       | service net/backend
          backend.org                                       | service org/backend
          backend.uk                                        | service uk/backend
          backend.2nd                                       | service 2nd/backend
          example.com                                       | host example.com
          EXAMPLE.COM                                       | host example.com
          example.de                                        | host example.de
          backend.cache.                                    | host backend.cache
          # or a pod of a headless Service of the own namespace
          store-0.redis                                     | service shop/redis
          store-x.redis                                     | service redis/store-x
          other-0.redis                                     | service redis/other-0
          store-0.web                                       | service web/store-0
          # three are a host, unless they are a pod of a headless Service
          store-12.redis.shop                               | service shop/redis
          store-12.web.shop                                 | host store-12.web.shop
          store-12.redis.cache                              | host store-12.redis.cache
          redis.example.com                                 | host redis.example.com
          example.co.uk                                     | host example.co.uk
          # with svc it is the cluster's, whatever its domain
          backend.cache.svc                                 | service cache/backend
          backend.com.svc                                   | service com/backend
          backend.cache.svc.cluster.local                   | service cache/backend
          backend.cache.svc.cluster.local.                  | service cache/backend
          Backend.Cache.SVC.Cluster.Local                   | service cache/backend
          backend.cache.svc.k8s.example.org                 | service cache/backend
          p-0.backend.cache.svc                             | service cache/backend
          p-0.backend.cache.svc.cluster.local               | service cache/backend
          10-0-0-7.backend.cache.svc.cluster.local          | service cache/backend
          dapr-placement-server-0.dapr-placement-server.dapr-system.svc.cluster.local | service dapr-system/dapr-placement-server
          svc.svc.svc                                       | service svc/svc
          svc.example.com                                   | host svc.example.com
          a.b.c.d.svc                                       | host a.b.c.d.svc
          # addresses
          10.0.0.7                                          | host 10.0.0.7
          2001:db8::5                                       | host 2001:db8::5
          [2001:DB8::5]                                     | host 2001:db8::5
          [fe80::1%eth0]                                    | host fe80::1%eth0
          0.0.0.0                                           | host 0.0.0.0
          [::]                                              | host ::
          # the pod itself
          localhost                                         | loopback localhost
          LOCALHOST.                                        | loopback localhost
          ip6-localhost                                     | loopback ip6-localhost
          127.0.0.1                                         | loopback 127.0.0.1
          127.8.9.10                                        | loopback 127.8.9.10
          ::1                                               | loopback ::1
          [::1]                                             | loopback ::1
          0:0:0:0:0:0:0:1                                   | loopback 0:0:0:0:0:0:0:1
          ::ffff:127.0.0.1                                  | loopback ::ffff:127.0.0.1
          localhost.example.com                             | host localhost.example.com
          127.example.com                                   | host 127.example.com
          # nobody in particular
          *                                                 | host *
          *.example.com                                     | host *.example.com
          *.cache.svc.cluster.local                         | host *.cache.svc.cluster.local
          ''                                                | 'host '
          .                                                 | 'host '
          .cache.svc                                        | host .cache.svc
          """)
  void named_isWhomThePodsOfANamespaceDial(String host, String peer) {
    assertThat(words(Peer.named(host, 80, "shop", SET))).isEqualTo(peer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backend                         | host backend
          backend.shop                    | host backend.shop
          store-0.redis                   | host store-0.redis
          backend.cache.svc.cluster.local | service cache/backend
          127.0.0.1                       | loopback 127.0.0.1
          """)
  void full_isNotSearchedFor(String host, String peer) {
    assertThat(words(Peer.full(host, 80))).isEqualTo(peer);
  }
}
