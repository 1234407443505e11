package dev.portside.probe;

import dev.portside.Extension;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Presence;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Setting;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.traffic.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another mesh, to show that the vocabulary is not one product's: Linkerd, whose pods say {@code
 * linkerd.io/inject} and skip ports by {@code config.linkerd.io/skip-*-ports}.
 */
final class LinkerdProbe implements Extension {

  @Override
  public String id() {
    return "linkerd";
  }

  @Override
  public Optional<Capture> capture(Manifests manifests) {
    return Optional.of(new Skipping());
  }

  private static final class Skipping implements Capture {

    @Override
    public String mesh() {
      return "Linkerd";
    }

    @Override
    public String proxy() {
      return "linkerd-proxy";
    }

    @Override
    public Presence on(Party party) {
      boolean injected =
          party
              .workload()
              .filter(w -> "enabled".equals(w.annotation("linkerd.io/inject")))
              .isPresent();
      return Presence.known(injected, "linkerd.io/inject decides");
    }

    @Override
    public Verdict of(PortUse use, Wire wire) {
      boolean taken =
          on(use.party()).meshed() == Tri.YES
              && use.direction() != Direction.LOOPBACK
              && !skipped(use.party().workload().orElseThrow(), use.direction())
                  .contains(Integer.toString(wire.port()));
      return new Verdict(
          Tri.of(taken), Setting.assumed(key(use.direction()), "pod"), "the skip list decides");
    }

    private static String key(Direction direction) {
      return "config.linkerd.io/skip-" + direction.word() + "-ports";
    }

    private static List<String> skipped(Workload workload, Direction direction) {
      String list = workload.annotation(key(direction));
      return list == null ? List.of() : List.of(list.split(",", -1));
    }

    @Override
    public List<Edit> bypass(PortUse use, Wire wire) {
      Workload workload = use.party().workload().orElseThrow();
      return List.of(
          new Edit.AddToList(
              workload.resource().target(),
              workload.annotationField(key(use.direction())),
              Edit.ListForm.COMMAS,
              List.of(Integer.toString(wire.port())),
              true));
    }

    @Override
    public List<Edit> take(PortUse use, Wire wire) {
      Workload workload = use.party().workload().orElseThrow();
      return List.of(
          new Edit.RemoveFromList(
              workload.resource().target(),
              workload.annotationField(key(use.direction())),
              List.of(Integer.toString(wire.port())),
              false,
              true));
    }

    @Override
    public Tri carriesAtStart(Workload workload) {
      return Tri.YES;
    }

    @Override
    public List<Exemption> exemptions(Workload workload) {
      List<Exemption> exemptions = new ArrayList<>();
      for (Direction direction : List.of(Direction.OUTBOUND, Direction.INBOUND)) {
        for (String port : skipped(workload, direction)) {
          Edit removal =
              new Edit.RemoveFromList(
                  workload.resource().target(),
                  workload.annotationField(key(direction)),
                  List.of(port),
                  false,
                  true);
          exemptions.add(
              new Exemption(
                  direction,
                  Integer.parseInt(port),
                  port,
                  new Setting(key(direction), workload.annotationSource(key(direction))),
                  workload.annotationField(key(direction)),
                  removal));
        }
      }
      return exemptions;
    }

    @Override
    public Outcome outcome(ClientEnd client, ServerEnd server, Meeting meeting) {
      List<String> layers = new ArrayList<>();
      if (client.captured() == Tri.YES && server.captured() == Tri.YES) {
        layers.add("linkerd-mtls");
      }
      if (client.use().protection().isEncrypted()) {
        layers.add(client.use().protection().layer());
      }
      return Outcome.works(layers, server.captured(), "Linkerd opens what both ends captured");
    }
  }
}
