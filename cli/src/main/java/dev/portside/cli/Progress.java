package dev.portside.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the command is about, in the last line of a terminal, for work that takes longer than
 * anybody likes to look at nothing. It is gone when the work is done.
 */
final class Progress implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration REFRESH = Duration.ofMillis(250);

  /** Back to the first column, and erase the line (ECMA-48: CR, EL). */
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final Duration patience;
  private final long start = System.nanoTime();
  private final @Nullable Thread shower;
  private volatile String work = "";

  private Progress(PrintWriter err, Duration patience, boolean shown) {
    this.err = err;
    this.patience = patience;
    this.shower = shown ? new Thread(this::show, "progress") : null;
    if (shower != null) {
      shower.setDaemon(true);
      shower.start();
    }
  }

  /** Begins; without a terminal that knows escape codes nothing is ever shown. */
  static Progress begin(PrintWriter err) {
    return new Progress(err, PATIENCE, Terminal.isTerminal());
  }

  /** Begins on what is known to be a terminal. */
  static Progress begin(PrintWriter err, Duration patience) {
    return new Progress(err, patience, true);
  }

  /** Says what is being done from now on. */
  void on(String work) {
    this.work = work;
  }

  private void show() {
    try {
      Thread.sleep(patience.toMillis());
      while (true) {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        err.print("%s%s … %d s".formatted(ERASE, work, seconds));
        err.flush();
        Thread.sleep(REFRESH.toMillis());
      }
    } catch (InterruptedException e) {
      // The work is done.
    }
  }

  @Override
  public void close() {
    if (shower == null) {
      return;
    }
    shower.interrupt();
    try {
      shower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (System.nanoTime() - start > patience.toNanos()) {
      err.print(ERASE);
      err.flush();
    }
  }
}
