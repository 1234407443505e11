package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.ManifestReader.Origin;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.report.GithubReport;
import dev.portside.report.JsonReport;
import dev.portside.report.JunitReport;
import dev.portside.report.Report;
import dev.portside.report.SarifReport;
import dev.portside.report.TextReport;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Input;
import dev.portside.yaml.Position;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is read, nothing throws or hangs, no rule fails, memory stays in proportion to the text,
 * and all that is found has a place in it.
 *
 * <p>A build makes 50,000 inputs; {@code -Dportside.fuzz=1000000} makes as many and tells what they
 * cost, {@code -Dportside.fuzz.seed=7} makes others. An input is known by seed and number.
 */
final class ManifestFuzzTest {

  private static final @Nullable Integer ASKED = Integer.getInteger("portside.fuzz");
  private static final int INPUTS = ASKED == null ? 50_000 : ASKED;
  private static final long SEED = Long.getLong("portside.fuzz.seed", 20260101L);

  /** Longer texts make a run slow and find nothing that shorter ones do not. */
  private static final int MAX_LENGTH = 150_000;

  /** An input takes milliseconds; whoever shares the machine may make it wait. */
  private static final Duration HANGS = Duration.ofMinutes(1);

  /**
   * What one input may allocate, garbage and all: so much, and so much for each character and each
   * finding. It bounds what is held at a time, and unlike the heap's size it is the same in each
   * run.
   */
  private static final long BASE_BYTES = 64L << 20;

  private static final long BYTES_PER_CHARACTER = 3_000;
  private static final long BYTES_PER_FINDING = 16_000;

  private static final List<String> ODD_LINES =
      List.of(
          "metadata: []",
          "metadata: text",
          "spec: []",
          "spec: null",
          "  annotations: []",
          "  annotations: {dapr.io/enabled: [true], dapr.io/app-port: {a: b}}",
          "  template: 7",
          "      containers: {}",
          "      containers: [[], null, text]",
          "  ports: [[], 1, {port: {}}, {port: -1, targetPort: []}]",
          "  selector: []",
          "items: [[], {}, null]",
          "kind: List",
          "kind: Service",
          "kind: APIRule",
          "kind: Component",
          "apiVersion: dapr.io/v1alpha1",
          "<<: {kind: Pod}",
          "<<: [1]",
          "? [a, b]",
          "a: &a [*a]",
          "a: !!binary x",
          "a: !!set {b}",
          "%YAML 3.0",
          "- x",
          "\t",
          "{{ .Values.x }}",
          "|",
          "\"\\ud800\"",
          "...",
          "---");

  private static final List<String> ODD_VALUES =
      List.of(
          "[]",
          "{}",
          "null",
          "~",
          "''",
          "\"\\u0000\"",
          "-1",
          "1e99",
          "0x7fffffff",
          "99999999999999999999999",
          "[[[]]]",
          "{a: {b: c}}",
          "*x",
          "&x y",
          "'80,,,443, *'",
          "\"*\"",
          "true",
          ".nan",
          "!!int x",
          "{{ x }}",
          "\uD83D\uDE00");

  private static final List<String> HUGE =
      List.of(
          "x", "1,", "8", "\u00e9", "\uD83D\uDE00", "a: b, ", "/", "~1", "{{", "\u001b[", "\\n");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void mutatedManifests() throws Exception {
    List<String> seeds = new ArrayList<>(List.of(Samples.ORDERS, Samples.INFO, Samples.CLEAN));
    for (Path file : AwkwardManifestsTest.manifests()) {
      seeds.add(Files.readString(file));
    }
    long start = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    AtomicLong most = new AtomicLong();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      workers.add(new Worker(seeds, next, done, most));
    }
    ExecutorService pool = Executors.newFixedThreadPool(workers.size(), ManifestFuzzTest::daemon);
    try {
      List<Future<?>> running = new ArrayList<>();
      workers.forEach(worker -> running.add(pool.submit(worker)));
      for (Future<?> each : running) {
        await(each, workers);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(done.get()).isEqualTo(INPUTS);
    if (ASKED != null) {
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(heap -> heap.getType() == MemoryType.HEAP)
              .mapToLong(heap -> heap.getPeakUsage().getUsed())
              .sum();
      System.out.printf(
          "%d inputs of seed %d in %d s; one allocates up to %d MB; heap up to %d MB%n",
          done.get(),
          SEED,
          (System.nanoTime() - start) / 1_000_000_000,
          most.get() >> 20,
          peak >> 20);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fuzz");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for one worker, and looks that none of them hangs. */
  private static void await(Future<?> running, List<Worker> workers) throws Exception {
    while (true) {
      try {
        running.get(1, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        workers.forEach(Worker::doesNotHang);
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  /** Makes inputs and checks them, until there are enough. */
  private static final class Worker implements Runnable {

    private final List<String> seeds;
    private final AtomicInteger next;
    private final AtomicInteger done;
    private final AtomicLong most;
    private volatile long since = System.nanoTime();
    private volatile String text = "";
    private volatile boolean ended;

    Worker(List<String> seeds, AtomicInteger next, AtomicInteger done, AtomicLong most) {
      this.seeds = seeds;
      this.next = next;
      this.done = done;
      this.most = most;
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < INPUTS; i = next.getAndIncrement()) {
        String input = new Mutator(seeds, new Random(SEED * 31 + i)).input();
        text = input;
        since = System.nanoTime();
        most.accumulateAndGet(check(input, i), Math::max);
        done.incrementAndGet();
      }
      ended = true;
    }

    void doesNotHang() {
      boolean hangs = !ended && System.nanoTime() - since > HANGS.toNanos();
      assertWithMessage("seconds are not enough for:%n%s".formatted(shown(text)))
          .that(hangs)
          .isFalse();
    }
  }

  @Test
  void deepNestingAndHugeScalars() {
    List<String> texts =
        List.of(
            "[".repeat(100_000),
            "{a: ".repeat(100_000),
            "- ".repeat(100_000),
            "a:\n" + " ".repeat(100_000),
            "? ".repeat(50_000),
            Samples.CLEAN + "data: {a: " + "x".repeat(2_000_000) + "}\n",
            Samples.ORDERS.replace("3500,50001,80", "1,".repeat(100_000)),
            Samples.ORDERS.replace("shop", "s".repeat(100_000)),
            "---\n".repeat(100_000),
            "&a ".repeat(10_000),
            "!".repeat(10_000),
            "#".repeat(1_000_000),
            Samples.ORDERS.replace("shop", "s".repeat(1_000_000)),
            Samples.ORDERS.replace("3500,", "3500," + "\uD83D\uDE00".repeat(500_000)),
            "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"x\": \"" + "\\n".repeat(500_000) + "\"}",
            "a: |\n" + "  line\n".repeat(200_000));
    for (int i = 0; i < texts.size(); i++) {
      check(texts.get(i), i);
    }
  }

  /** Checks an input, and returns how many bytes that allocated. */
  private static long check(String text, int index) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long allocated;
    try {
      ManifestReader reader = new ManifestReader("default");
      reader.read(Input.of("in.yaml", text), index % 5 == 0 ? Origin.WALKED : Origin.NAMED);
      Manifests manifests = reader.manifests(Platform.today());
      Traffic traffic = Portside.traffic(manifests);
      Findings findings = Portside.check(traffic, CheckOptions.defaults());
      Report report = new Report(findings, traffic);
      String out =
          switch (index % 8) {
            case 0 -> SarifReport.of(report, "1");
            case 1 -> JsonReport.of(report);
            case 2 -> JunitReport.of(report);
            case 3 -> GithubReport.of(report);
            default -> TextReport.of(report, false);
          };
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      int count = findings.all().size() + findings.suppressed().size();
      assertThat(allocated)
          .isAtMost(BASE_BYTES + BYTES_PER_CHARACTER * text.length() + BYTES_PER_FINDING * count);
      assertThat(findings.of("internal-error")).isEmpty();
      hasPlaces(findings, text);
      hasNoControls(out);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      throw new AssertionError("input %d of seed %d:%n%s".formatted(index, SEED, shown(text)), e);
    }
    return allocated;
  }

  private static String shown(String text) {
    return text.length() > 4_000 ? text.substring(0, 4_000) + " ..." : text;
  }

  private static void hasPlaces(Findings findings, String text) {
    Input input = Input.of("", text);
    int lines = input.position(text.length()).line();
    for (Finding finding : findings) {
      Position position = finding.source().position();
      int line = position == null ? 0 : position.line();
      int column = position == null ? 0 : position.column();
      boolean inText = line >= 1 && line <= lines && column >= 1;
      if (!inText || column > input.line(line).length() + 1) {
        throw new AssertionError("no such place: " + finding);
      }
    }
  }

  private static void hasNoControls(String report) {
    for (int i = 0; i < report.length(); i++) {
      char c = report.charAt(i);
      if (c < ' ' && c != '\n' || c == 0x7f) {
        throw new AssertionError("control character %d in:%n%s".formatted((int) c, shown(report)));
      }
    }
  }

  /** Makes one input of the samples: the same numbers make the same. */
  private record Mutator(List<String> seeds, Random random) {

    String input() {
      String text = pick(seeds);
      for (int i = random.nextInt(4); i >= 0; i--) {
        text = mutated(text);
      }
      return random.nextInt(4) == 0 ? flipped(text) : text;
    }

    /** Flips bits of bytes; a reader of files refuses what is no UTF-8 then, this one goes on. */
    private String flipped(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private String mutated(String text) {
      int cut = random.nextInt(text.length() + 1);
      List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
      int at = random.nextInt(lines.size());
      switch (random.nextInt(12)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, pick(ODD_LINES));
        case 2 -> lines.add(at, pick(lines));
        case 3 -> lines.set(at, withValue(lines.get(at)));
        case 4 -> lines.set(at, "  " + lines.get(at));
        case 5 -> lines.set(at, lines.get(at).strip());
        case 6 -> lines.addAll(at, List.of(("---\n" + pick(seeds)).split("\n", -1)));
        case 7 -> {
          return text.substring(0, cut);
        }
        case 8 -> {
          return shortened(text.substring(0, cut) + value() + text.substring(cut));
        }
        case 9, 10 -> lines = swapped(lines, at, random.nextInt(lines.size()));
        default -> lines.set(at, lines.get(at) + " " + value());
      }
      return shortened(String.join("\n", lines));
    }

    private static String shortened(String text) {
      return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    private String withValue(String line) {
      int colon = Math.max(line.indexOf(": "), line.indexOf("- "));
      return colon < 0 ? line : line.substring(0, colon + 2) + value();
    }

    /**
     * Swaps two nodes: lines with all that is indented below them, each moved to its new indent.
     */
    private static List<String> swapped(List<String> lines, int one, int other) {
      int first = Math.min(one, other);
      int second = Math.max(one, other);
      int end = end(lines, first);
      if (end > second) {
        return lines;
      }
      int last = end(lines, second);
      int by = indent(lines.get(second)) - indent(lines.get(first));
      List<String> swapped = new ArrayList<>(lines.subList(0, first));
      lines.subList(second, last).forEach(line -> swapped.add(moved(line, -by)));
      swapped.addAll(lines.subList(end, second));
      lines.subList(first, end).forEach(line -> swapped.add(moved(line, by)));
      swapped.addAll(lines.subList(last, lines.size()));
      return swapped;
    }

    private static int end(List<String> lines, int start) {
      int end = start + 1;
      while (end < lines.size() && indent(lines.get(end)) > indent(lines.get(start))) {
        end++;
      }
      return end;
    }

    private static int indent(String line) {
      return line.length() - line.stripLeading().length();
    }

    private static String moved(String line, int by) {
      return by >= 0 ? " ".repeat(by) + line : line.substring(Math.min(-by, indent(line)));
    }

    private String value() {
      return switch (random.nextInt(60)) {
        case 0 -> pick(HUGE).repeat(1 << random.nextInt(16));
        case 1 -> "\"" + pick(HUGE).repeat(1 << random.nextInt(16)) + "\"";
        case 2 -> nested();
        case 3 -> aliased();
        default -> pick(ODD_VALUES);
      };
    }

    private String nested() {
      int levels = 1 << random.nextInt(12);
      String begin = pick(List.of("[", "{a: ", "- ", "? ", "[{a: "));
      String end = begin.replaceAll("[^\\[{]", "").replace('[', ']').replace('{', '}');
      boolean closed = random.nextBoolean();
      return begin.repeat(levels)
          + (closed ? new StringBuilder(end).reverse().toString().repeat(levels) : "");
    }

    /** A few lines that stand for anything between a handful of nodes and billions. */
    private String aliased() {
      int width = 2 + random.nextInt(9);
      boolean mappings = random.nextBoolean();
      StringBuilder bomb = new StringBuilder("{l0: &l0 {app: x}");
      for (int level = 1; level <= 1 + random.nextInt(10); level++) {
        bomb.append(", l%d: &l%d %s".formatted(level, level, mappings ? "{" : "["));
        for (int i = 0; i < width; i++) {
          bomb.append(i == 0 ? "" : ", ").append(mappings ? "k" + i + ": " : "");
          bomb.append("*l").append(level - 1);
        }
        bomb.append(mappings ? "}" : "]");
      }
      return bomb.append("}").toString();
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
