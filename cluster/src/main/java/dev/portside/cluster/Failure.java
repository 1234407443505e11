package dev.portside.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** Says in a sentence why a call of the API server failed. */
final class Failure {

  private static final String CONFLICT = "FieldManagerConflict";

  /** How the HTTP client of Java tells of an answer 401 that asks for no password. */
  private static final String ASKS_NOTHING = "WWW-Authenticate header missing";

  private Failure() {}

  static ClusterException of(KubernetesClientException e, String server) {
    boolean isOfAll = e.getCode() <= 0 || e.getCode() == 401;
    return new ClusterException(sentence(e, server), isOfAll, e);
  }

  private static String sentence(KubernetesClientException e, String server) {
    if (e.getCode() <= 0) {
      return unreachable(e, server);
    }
    return switch (e.getCode()) {
      case 401 -> loggedOut(server);
      case 403 -> "not allowed (403): " + said(e);
      case 409 -> conflict(e);
      case 429 -> "%s is too busy (429), and still was when asked again".formatted(server);
      default -> "the API server refuses it (%d): %s".formatted(e.getCode(), said(e));
    };
  }

  private static String loggedOut(String server) {
    return "%s does not accept the credentials (401): log in again".formatted(server);
  }

  /** Each field that somebody else owns, and who that is. */
  private static String conflict(KubernetesClientException e) {
    List<StatusCause> causes =
        causes(e.getStatus()).stream().filter(c -> CONFLICT.equals(c.getReason())).toList();
    if (causes.isEmpty()) {
      return "the API server refuses it (409): " + said(e);
    }
    StringBuilder sentence = new StringBuilder();
    for (StatusCause cause : causes) {
      sentence.append(sentence.isEmpty() ? "" : "; ");
      sentence.append(cause.getField()).append(": ").append(cause.getMessage());
    }
    return sentence + "; they are taken over only when conflicts are forced";
  }

  private static List<StatusCause> causes(Status status) {
    return status == null || status.getDetails() == null
        ? List.of()
        : status.getDetails().getCauses();
  }

  private static String said(KubernetesClientException e) {
    Status status = e.getStatus();
    return status == null || status.getMessage() == null
        ? String.valueOf(e.getMessage())
        : status.getMessage();
  }

  /** Returns whether a connection was there, and ended before the answer. */
  static boolean isDropped(KubernetesClientException e) {
    List<Throwable> causes = causes(e);
    return e.getCode() <= 0
        && !isLoggedOut(causes)
        && !isAny(causes, UnknownHostException.class)
        && !isAny(causes, UnresolvedAddressException.class)
        && !isAny(causes, ConnectException.class)
        && !isAny(causes, SSLException.class)
        && !isAny(causes, GeneralSecurityException.class);
  }

  private static boolean isLoggedOut(List<Throwable> causes) {
    return String.valueOf(causes.get(causes.size() - 1).getMessage()).contains(ASKS_NOTHING);
  }

  private static List<Throwable> causes(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = e; at != null && !causes.contains(at); at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }

  private static String unreachable(KubernetesClientException e, String server) {
    List<Throwable> causes = causes(e);
    Throwable root = causes.get(causes.size() - 1);
    if (isLoggedOut(causes)) {
      return loggedOut(server);
    }
    String why;
    if (isAny(causes, UnknownHostException.class)
        || isAny(causes, UnresolvedAddressException.class)) {
      why = "its name is unknown";
    } else if (isAny(causes, ConnectException.class)) {
      why = "nothing answers there";
    } else if (isAny(causes, SSLException.class) || isAny(causes, GeneralSecurityException.class)) {
      why = "its certificate is not trusted: " + root.getMessage();
    } else {
      why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
    return "cannot reach the cluster at %s: %s".formatted(server, why);
  }

  /** HTTP clients wrap one another's exceptions, each in its own order. */
  private static boolean isAny(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }
}
