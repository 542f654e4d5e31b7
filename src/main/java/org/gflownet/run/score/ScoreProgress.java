package org.gflownet.run.score;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gflownet.config.ProgressConfig.Mode;
import org.gflownet.run.ProgressMode;

/** Shows how many rows are scored, on standard error. Thread-safe. */
public final class ScoreProgress implements AutoCloseable {
  private static final long LINES = 20;

  private final Mode mode;
  private final long rows;
  private final long start = System.nanoTime();
  private ProgressBar bar;
  private long known;
  private long fresh;
  private long told;

  public ScoreProgress(Mode mode, long rows) {
    this.mode = ProgressMode.resolved(mode);
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
              .setTaskName("score")
              .setInitialMax(rows)
              .setUpdateIntervalMillis(250)
              .setStyle(ProgressBarStyle.ASCII)
              .startsFrom(known, Duration.ZERO)
              .showSpeed()
              .setUnit(" rows", 1)
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
    long left = (long) (seconds / fresh * (rows - known - fresh));
    return String.format(
        Locale.ROOT,
        "row %d of %d (%d%%): %.0f rows/s, about %s left",
        known + fresh,
        rows,
        100 * (known + fresh) / rows,
        fresh / seconds,
        left < 120 ? left + " s" : left / 60 + " min");
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
