package dev.portside.istio.netfilter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A pod and a peer as two network namespaces of this machine's kernel: two links between them, all
 * other addresses behind the peer, and somebody who answers on every port.
 */
final class Kernel implements AutoCloseable {

  /** Connects wherever it is told to, and says who answered. */
  private static final String DIALLER =
      """
      while read -r host port; do
        answer=none
        if { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null; then
          IFS= read -r -t 3 answer <&3 || answer=silence
          exec 3>&-
        fi
        echo "$answer"
      done
      """;

  private static final String POD =
      """
      set -e
      ip link set lo up
      ip link add eth0 type veth peer name p0 netns %1$d
      ip link add net1 type veth peer name p1 netns %1$d
      ip addr add 10.1.0.6/16 dev eth0
      ip addr add 10.1.0.7/16 dev eth0
      ip addr add 10.2.0.7/16 dev net1
      ip link set eth0 up
      ip link set net1 up
      ip -6 addr add fd00:1::7/64 dev eth0 nodad
      ip route add default via 10.1.0.9
      ip -6 route add default via fd00:1::9
      """;

  private static final String PEER =
      """
      set -e
      ip link set lo up
      ip addr add 10.1.0.9/16 dev p0
      ip addr add 10.2.0.9/16 dev p1
      ip link set p0 up
      ip link set p1 up
      ip -6 addr add fd00:1::9/64 dev p0 nodad
      ip -6 addr add 2001:db8::9/128 dev lo
      for address in 8.8.8.8 10.96.0.10 172.16.5.5 100.64.0.9; do
        ip addr add "$address/32" dev lo
      done
      """;

  private record Identity(long namespace, int uid, int gid) {}

  private record Dialler(Process process, BufferedWriter in, BufferedReader out) {}

  private final List<Process> started = new ArrayList<>();
  private final Map<Identity, Dialler> diallers = new HashMap<>();
  private final long pod;
  private final long peer;

  /** Builds them; {@code listeners} are the pod's ports beside those of both ends. */
  Kernel(List<Integer> ports, List<Integer> listeners) {
    pod = start("unshare", "-n", "sleep", "3600").pid();
    peer = start("unshare", "-n", "sleep", "3600").pid();
    awaitOwnNetwork(pod);
    awaitOwnNetwork(peer);
    run(in(pod, "sh", "-c", POD.formatted(peer)), "");
    run(in(peer, "sh", "-c", PEER), "");
    List<Integer> all = new ArrayList<>(ports);
    all.addAll(listeners);
    answer(pod, "pod", all);
    answer(peer, "peer", ports);
  }

  /** Returns what this machine lacks, or nothing when it can build them. */
  static Optional<String> missing() {
    for (String program : List.of("unshare", "nsenter", "setpriv", "ip", "iptables-restore")) {
      if (output("sh", "-c", "command -v " + program).isEmpty()) {
        return Optional.of("this machine has no program " + program);
      }
    }
    String rules = "*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n";
    return succeeds(new String[] {"unshare", "-n", "iptables-restore"}, rules)
        ? Optional.empty()
        : Optional.of("this process may make no network namespace with rules of its own");
  }

  /** Puts rules into the pod in place of those that it has. */
  void load(PodChains rules) {
    ChainTable six = rules.concern(true) ? rules.nat() : ChainTable.EMPTY;
    run(in(pod, "iptables-restore"), ChainText.nat(rules.nat(), false));
    run(in(pod, "ip6tables-restore"), ChainText.nat(six, true));
  }

  /** Returns who answers a process of the pod that runs as somebody. */
  String dialFromPod(int uid, int gid, String address, int port) {
    return dial(new Identity(pod, uid, gid), address, port);
  }

  /** Returns who answers the peer. */
  String dialFromPeer(String address, int port) {
    return dial(new Identity(peer, 0, 0), address, port);
  }

  private String dial(Identity identity, String address, int port) {
    Dialler dialler = diallers.computeIfAbsent(identity, this::dialler);
    try {
      dialler.in().write(address + " " + port + "\n");
      dialler.in().flush();
      return String.valueOf(dialler.out().readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Dialler dialler(Identity identity) {
    Process process =
        start(
            in(
                identity.namespace(),
                "setpriv",
                "--reuid=" + identity.uid(),
                "--regid=" + identity.gid(),
                "--clear-groups",
                "bash",
                "-c",
                DIALLER));
    return new Dialler(
        process,
        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8)),
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
  }

  private void answer(long namespace, String name, List<Integer> ports) {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        in(
            namespace,
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Answerer.class.getName(),
            name));
    ports.forEach(port -> command.add(port.toString()));
    Process process = start(command.toArray(new String[0]));
    try {
      String line =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
      if (!"ready".equals(line)) {
        throw new IllegalStateException("nobody listens in the namespace of the " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitOwnNetwork(long process) {
    String own = output("readlink", "/proc/self/ns/net");
    for (int i = 0; i < 500; i++) {
      String theirs = output("readlink", "/proc/%d/ns/net".formatted(process));
      if (!theirs.isEmpty() && !theirs.equals(own)) {
        return;
      }
    }
    throw new IllegalStateException("process %d got no network of its own".formatted(process));
  }

  private static String[] in(long namespace, String... command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(namespace), "-n"));
    Collections.addAll(all, command);
    return all.toArray(new String[0]);
  }

  private Process start(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String[] command, String input) {
    if (!succeeds(command, input)) {
      throw new IllegalStateException(
          "%s failed for%n%s".formatted(String.join(" ", command), input));
    }
  }

  /** Returns whether a program succeeds on an input. */
  static boolean succeeds(String[] command, String input) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedWriter in =
          new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8))) {
        in.write(input);
      }
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns what a program prints, without blanks around it; nothing when it fails. */
  static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).trim();
      return process.waitFor() == 0 ? output : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    for (Process process : started) {
      process.destroy();
    }
    for (Process process : started) {
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
