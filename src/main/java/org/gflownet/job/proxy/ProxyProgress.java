package org.gflownet.job.proxy;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gflownet.config.ProgressConfig.Mode;
import org.gflownet.run.ProgressMode;

/** Shows how far the fit of a proxy is, on standard error. */
final class ProxyProgress implements AutoCloseable {
  private static final int EVERY = 10;

  private final Mode mode;
  private final int epochs;
  private final ProgressBar bar;
  private int last;
  private double bestError = Double.NaN;

  ProxyProgress(Mode mode, int epochs) {
    this.mode = ProgressMode.resolved(mode);
    this.epochs = epochs;
    this.bar =
        this.mode == Mode.BAR
            ? new ProgressBarBuilder()
                .setTaskName("fit")
                .setInitialMax(epochs)
                .setUpdateIntervalMillis(250)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" epochs", 1)
                .build()
            : null;
  }

  /** Takes the error of an epoch; true. */
  boolean epochEnded(int epoch, double error, boolean best) {
    last = epoch;
    bestError = best ? error : bestError;
    if (bar != null) {
      bar.stepTo(epoch);
      bar.setExtraMessage(String.format(Locale.ROOT, " error %.4f, best %.4f", error, bestError));
    } else if (mode == Mode.PLAIN && (epoch == 1 || epoch % EVERY == 0)) {
      System.err.println(line(error));
    }
    return true;
  }

  private String line(double error) {
    return String.format(
        Locale.ROOT,
        "epoch %d of at most %d: error on the validation part %.4f, best %.4f (1: the mean)",
        last,
        epochs,
        error,
        bestError);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
