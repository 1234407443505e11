package dev.portside.istio.netfilter;

import java.util.List;

/**
 * What a pod's network is like, as far as its rules depend on it.
 *
 * @param four whether the pod has an address of IP version 4
 * @param six whether the pod has an address of IP version 6
 * @param nameservers the DNS servers of its {@code resolv.conf}
 * @param namedServices whether the image that writes the rules has a list of service names
 */
public record PodNetwork(
    boolean four, boolean six, List<String> nameservers, boolean namedServices) {

  /**
   * What most pods have. The DNS server is kubeadm's; which address it has matters only to packets
   * whose destination is known.
   */
  public static final PodNetwork USUAL = new PodNetwork(true, false, List.of("10.96.0.10"), true);

  /** Copies the name servers. */
  public PodNetwork {
    nameservers = List.copyOf(nameservers);
  }
}
