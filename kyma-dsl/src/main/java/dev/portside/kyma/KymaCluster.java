package dev.portside.kyma;

import dev.portside.platform.Section;
import dev.portside.platform.Version;

/**
 * Kyma's API gateway as assumed on a platform.
 *
 * @param version the release of kyma-project/api-gateway
 * @param gateway the Gateway for rules that name none, as {@code namespace/name}
 * @param domain what the hosts of that Gateway end with
 */
public record KymaCluster(Version version, String gateway, String domain) {

  /** The key of this section of a platform: {@code kyma}. */
  public static final Section<KymaCluster> SECTION = new KymaSection();

  /** Returns this with another release. */
  public KymaCluster withVersion(String changed) {
    return new KymaCluster(Version.of(changed), gateway, domain);
  }

  /** Returns this with another domain. */
  public KymaCluster withDomain(String changed) {
    return new KymaCluster(version, gateway, changed);
  }

  @Override
  public String toString() {
    return "Kyma API gateway " + version + " at " + domain;
  }
}
