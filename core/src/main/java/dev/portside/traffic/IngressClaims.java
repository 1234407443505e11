package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes' own routes claim: a gateway dials the Services behind an Ingress, and behind the
 * routes of the Gateway API. Which gateway that is, and whether a mesh has it, the class tells: it
 * is the gateway's name here. Source: Kubernetes 1.36 API reference, Ingress; Gateway API 1.4,
 * HTTPRoute, GRPCRoute and TCPRoute.
 */
final class IngressClaims {

  private static final String ROLE = "route";
  private static final String GATEWAY_API = "gateway.networking.k8s.io";

  /** The name of a gateway whose class is not known. */
  private static final String UNNAMED = "gateway";

  /** Where Ingresses named their class before it had a field. */
  private static final String CLASS = "kubernetes.io/ingress.class";

  /** The end of the annotations by which controllers are told to encrypt towards the pods. */
  private static final String ENCRYPTS = "/backend-protocol";

  private static final Pointer SPEC = Pointer.of("spec");

  private final Manifests manifests;
  private final Consumer<PortUse> claims;

  private IngressClaims(Manifests manifests, Consumer<PortUse> claims) {
    this.manifests = manifests;
    this.claims = claims;
  }

  static void claims(Manifests manifests, Consumer<PortUse> claims) {
    IngressClaims ingress = new IngressClaims(manifests, claims);
    for (Resource resource : manifests.resources()) {
      switch (resource.kind()) {
        case "Ingress" -> {
          String group = resource.ref().group();
          if (group.equals("networking.k8s.io") || group.equals("extensions")) {
            ingress.ingress(resource);
          }
        }
        case "HTTPRoute", "GRPCRoute", "TCPRoute" -> {
          if (resource.ref().group().equals(GATEWAY_API)) {
            ingress.route(resource);
          }
        }
        default -> {}
      }
    }
  }

  private void ingress(Resource ingress) {
    Mapping spec = ingress.tree().mapping("spec");
    String className =
        spec.findText("ingressClassName")
            .or(() -> ingress.annotations().findText(CLASS))
            .orElse(UNNAMED);
    for (String key : List.of("defaultBackend", "backend")) {
      backend(ingress, className, SPEC.child(key), spec.mapping(key));
    }
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Sequence paths = rules.mapping(i).mapping("http").sequence("paths");
      for (int j = 0; j < paths.size(); j++) {
        Pointer field =
            SPEC.child("rules").child(i).child("http").child("paths").child(j).child("backend");
        backend(ingress, className, field, paths.mapping(j).mapping("backend"));
      }
    }
  }

  /** A backend's port is a number or a name; up to v1beta1 both stood in one field. */
  private void backend(Resource ingress, String className, Pointer field, Mapping backend) {
    Mapping service = backend.mapping("service");
    String name = service.text("name");
    String port = service.mapping("port").text("number");
    if (port == null) {
      port = service.mapping("port").text("name");
    }
    if (name == null) {
      name = backend.text("serviceName");
      port = backend.text("servicePort");
    }
    if (name != null && port != null) {
      int number = number(ingress.namespace(), name, port);
      Peer.Service peer = new Peer.Service(ingress.namespace(), name, number);
      claim(ingress, className, field, peer, protection(ingress));
    }
  }

  private static Protection protection(Resource ingress) {
    Mapping annotations = ingress.annotations();
    for (int i = 0; i < annotations.size(); i++) {
      if (annotations.key(i).endsWith(ENCRYPTS)) {
        return Protection.unknown();
      }
    }
    return Protection.plaintext();
  }

  private int number(String namespace, String service, String port) {
    int number = ServiceView.number(port);
    return number > 0
        ? number
        : manifests.service(namespace, service).map(ServiceView::ports).orElse(List.of()).stream()
            .filter(own -> own.name().equals(port))
            .findFirst()
            .map(ServiceView.Port::port)
            .orElse(0);
  }

  private void route(Resource route) {
    Mapping spec = route.tree().mapping("spec");
    String className = className(route, spec.sequence("parentRefs"));
    if (className == null) {
      return;
    }
    boolean bytes = route.kind().equals("TCPRoute");
    Protection protection = bytes ? Protection.unknown() : Protection.plaintext();
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Sequence backends = rules.mapping(i).sequence("backendRefs");
      for (int j = 0; j < backends.size(); j++) {
        Mapping backend = backends.mapping(j);
        String name = backend.text("name");
        String port = backend.text("port");
        boolean service = backend.findText("kind").orElse("Service").equals("Service");
        if (service && name != null && port != null) {
          String namespace = backend.findText("namespace").orElse(route.namespace());
          Pointer field = SPEC.child("rules").child(i).child("backendRefs").child(j);
          Peer.Service peer = new Peer.Service(namespace, name, ServiceView.number(port));
          claim(route, className, field, peer, protection);
        }
      }
    }
  }

  /**
   * Returns the class of the Gateway that a route is attached to; null when it is attached to none,
   * as one that steers calls between pods is.
   */
  private @Nullable String className(Resource route, Sequence parents) {
    String unseen = null;
    for (int i = 0; i < parents.size(); i++) {
      Mapping parent = parents.mapping(i);
      String name = parent.text("name");
      if (name != null && parent.findText("kind").orElse("Gateway").equals("Gateway")) {
        String namespace = parent.findText("namespace").orElse(route.namespace());
        List<Resource> gateways = manifests.named(GATEWAY_API, "Gateway", namespace, name);
        if (!gateways.isEmpty()) {
          Mapping spec = gateways.get(0).tree().mapping("spec");
          return spec.findText("gatewayClassName").orElse(UNNAMED);
        }
        unseen = namespace + "/" + name;
      }
    }
    return unseen;
  }

  private void claim(
      Resource route, String className, Pointer field, Peer.Service peer, Protection protection) {
    if (peer.port() > 0) {
      claims.accept(
          PortUse.builder()
              .party(new Party.Outside(Party.Kind.GATEWAY, "", className))
              .process("gateway")
              .peer(peer)
              .protection(protection)
              .need(Need.CAPTURE)
              .role(ROLE)
              .group("ingress")
              .claimant(PortUse.KUBERNETES)
              .purpose("requests from outside by " + route)
              .fact("Kubernetes API, %s".formatted(route.kind()))
              .written(route.source(field))
              .build());
    }
  }
}
