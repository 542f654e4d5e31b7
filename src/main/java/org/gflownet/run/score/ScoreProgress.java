package org.gflownet.run.score;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gflownet.config.ProgressConfig.Mode;
import org.gflownet.run.ProgressMode;

/** Shows on standard error how far the work on a table is. Thread-safe. */
final class ScoreProgress implements AutoCloseable {
  private static final long LINES = 20;

  private final Mode mode;
  private final String task;
  private final Unit unit;
  private final long rows;
  private final long start = System.nanoTime();
  private ProgressBar bar;
  private long known;
  private long fresh;
  private long told;

  /** What is counted. */
  enum Unit {
    /** Rows of a table. */
    ROWS("row", " rows", 1),
    /** 2^20 bytes; bytes are counted. */
    MEBIBYTES("MiB", " MiB", 1 << 20);

    private final String name;
    private final String plural;
    private final long size;

    Unit(String name, String plural, long size) {
      this.name = name;
      this.plural = plural;
      this.size = size;
    }
  }

  /**
   * A display.
   *
   * @param task name of the work
   * @param rows rows, or bytes, of all
   */
  ScoreProgress(Mode mode, String task, Unit unit, long rows) {
    this.mode = ProgressMode.resolved(mode);
    this.task = task;
    this.unit = unit;
    this.rows = rows;
  }

  /** Takes rows that an earlier run has scored. */
  synchronized void known(long count) {
    known += count;
    if (bar != null) {
      bar.stepTo(known + fresh);
    }
  }

  /** Takes rows that are scored now. */
  synchronized void scored(long count) {
    if (mode == Mode.BAR && bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(rows)
              .setUpdateIntervalMillis(250)
              .setStyle(ProgressBarStyle.ASCII)
              .startsFrom(known, Duration.ZERO)
              .showSpeed()
              .setUnit(unit.plural, unit.size)
              .build();
    }
    fresh += count;
    if (bar != null) {
      bar.stepTo(known + fresh);
    } else if (mode == Mode.PLAIN && (known + fresh) * LINES / Math.max(1, rows) > told) {
      told = (known + fresh) * LINES / Math.max(1, rows);
      System.err.println(line());
    }
  }

  private String line() {
    double seconds = Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    long left = (long) (seconds / Math.max(1, fresh) * (rows - known - fresh));
    return String.format(
        Locale.ROOT,
        "%s %d of %d (%d%%): %.0f%s/s, about %s left",
        unit.name,
        (known + fresh) / unit.size,
        rows / unit.size,
        100 * (known + fresh) / rows,
        fresh / seconds / unit.size,
        unit.plural,
        left < 120 ? left + " s" : left / 60 + " min");
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
