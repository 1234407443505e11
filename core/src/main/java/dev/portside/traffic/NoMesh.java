package dev.portside.traffic;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import java.util.List;

/** The capture of a set for which no mesh was asked: it takes nothing. */
final class NoMesh implements Capture {

  private static final Verdict LEFT =
      new Verdict(Tri.NO, Setting.assumed("", "no mesh"), "no mesh is considered");

  @Override
  public String mesh() {
    return "no mesh";
  }

  @Override
  public String proxy() {
    return "no proxy";
  }

  @Override
  public Presence on(Party party) {
    return Presence.known(false, "no mesh is considered");
  }

  @Override
  public Verdict of(PortUse use, Wire wire) {
    return LEFT;
  }

  @Override
  public List<Edit> bypass(PortUse use, Wire wire) {
    return List.of();
  }

  @Override
  public List<Edit> take(PortUse use, Wire wire) {
    return List.of();
  }

  @Override
  public Tri carriesAtStart(Workload workload) {
    return Tri.YES;
  }

  @Override
  public List<Exemption> exemptions(Workload workload) {
    return List.of();
  }

  @Override
  public Outcome outcome(ClientEnd client, ServerEnd server, Meeting meeting) {
    Protection protection = client.use().protection();
    if (protection.kind() == Protection.Kind.UNKNOWN) {
      return Outcome.unknown("no mesh is considered", "whether the processes encrypt it");
    }
    List<String> layers =
        protection.isEncrypted() ? List.of(protection.layer()) : List.<String>of();
    return Outcome.works(layers, Tri.NO, "no mesh is considered");
  }
}
