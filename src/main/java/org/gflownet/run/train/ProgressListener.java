package org.gflownet.run.train;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gflownet.config.ProgressConfig.Mode;
import org.gflownet.run.ProgressMode;
import org.gflownet.train.Budget;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.StepReport;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;

/**
 * Shows how far a run is, on standard error: a bar with rate and time left on a terminal, a line
 * per report in a log. Where more than the steps is limited, how far it is says the share of the
 * budget that is spent.
 */
final class ProgressListener implements TrainingListener {
  private static final double SMOOTHING = 0.05;

  private final Mode mode;
  private final Budget budget;
  private final BudgetMeter meter;
  private double share;
  private ProgressBar bar;
  private double loss = Double.NaN;
  private double trajectoriesPerSecond = Double.NaN;
  private String quality = "";

  ProgressListener(Mode mode, Budget budget, BudgetMeter meter) {
    this.mode = ProgressMode.resolved(mode);
    this.budget = budget;
    this.meter = meter;
  }

  @Override
  public void started(TrainingState state) {
    if (mode == Mode.BAR) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("train")
              .setInitialMax(expectedSteps(state))
              .setUpdateIntervalMillis(250)
              .setStyle(ProgressBarStyle.ASCII)
              .startsFrom(state.step(), Duration.ZERO)
              .showSpeed()
              .setUnit(" steps", 1)
              .build();
    }
  }

  /** All steps of the run, as far as the share that is spent tells; at least one more than made. */
  private long expectedSteps(TrainingState state) {
    if (budget.isOfStepsAlone()) {
      return budget.steps();
    }
    long step = state.step();
    return share > 0 ? Math.max(step, Math.round(step / share)) : budget.steps();
  }

  @Override
  public void count(TrainingState state, StepReport report) {
    share = meter.share(state);
  }

  @Override
  public void stepDone(TrainingState state, StepReport report, boolean last) {
    loss = smoothed(loss, report.loss());
    trajectoriesPerSecond =
        smoothed(trajectoriesPerSecond, report.numTrajectories() / report.seconds());
    if (bar != null) {
      bar.maxHint(expectedSteps(state));
      bar.stepTo(state.step());
      bar.setExtraMessage(
          " "
              + withoutComma(
                  lossInWords(loss)
                      + quality
                      + String.format(Locale.ROOT, ", %.0f traj/s", trajectoriesPerSecond)));
    }
  }

  private static double smoothed(double mean, double value) {
    return Double.isNaN(mean) ? value : mean + SMOOTHING * (value - mean);
  }

  /** Takes the figures of a report. */
  void report(Map<String, Object> figures) {
    if (figures.get("l1.sum") instanceof Double l1 && !figures.containsKey("exact.tv")) {
      quality = String.format(Locale.ROOT, ", L1 of visited %.4f", l1);
    } else if (figures.get("exact.tv") instanceof Double tv) {
      quality = String.format(Locale.ROOT, ", exact TV %.4f", tv);
    } else if (figures.get("elbo") instanceof Double elbo) {
      quality = String.format(Locale.ROOT, ", ELBO %.4f", elbo);
    }
    if (mode == Mode.PLAIN) {
      System.err.println(line(figures));
    }
  }

  private String line(Map<String, Object> figures) {
    long step = ((Number) figures.get("step")).longValue();
    double seconds = ((Number) figures.get("seconds")).doubleValue();
    String modes = figures.get("modes.regions") instanceof Long regions ? ", modes " + regions : "";
    return String.format(
        Locale.ROOT,
        "step %d%s (%d%%): %s, about %s left",
        step,
        budget.isOfStepsAlone() ? " of " + budget.steps() : "",
        (int) (100 * share + 1e-9),
        withoutComma(
            lossInWords(((Number) figures.get("loss")).doubleValue())
                + quality
                + modes
                + String.format(Locale.ROOT, ", %.0f trajectories/s", trajectoriesPerSecond)),
        inWords((long) (share > 0 ? seconds / share * (1 - share) : 0)));
  }

  /** Nothing for a method without a loss. */
  private static String lossInWords(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, ", loss %.4g", value);
  }

  private static String withoutComma(String words) {
    return words.startsWith(", ") ? words.substring(2) : words;
  }

  private static String inWords(long seconds) {
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  @Override
  public void stopped(TrainingState state, boolean completed) {
    if (bar != null) {
      bar.close();
    }
  }
}
