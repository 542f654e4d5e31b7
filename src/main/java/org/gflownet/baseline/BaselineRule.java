package org.gflownet.baseline;

import java.util.Map;
import org.gflownet.math.LogSpace;
import org.gflownet.train.StepReport;
import org.gflownet.train.TrainingDivergedException;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;
import org.gflownet.train.UndoBuffer;
import org.gflownet.train.UpdateRule;

/**
 * A method as steps of the training loop, with the accounting that all methods share: listeners,
 * reports and checkpoints are those of GFlowNet training.
 */
public final class BaselineRule implements UpdateRule, TrainingListener {
  private static final String COUNTS = "method-counts";

  private final Method method;
  private final UndoBuffer undo = new UndoBuffer();
  private long rewardCalls;
  private long numSamples;
  private double rewardSum;

  /** The steps of a method. */
  public BaselineRule(Method method) {
    this.method = method;
  }

  @Override
  public StepReport next(TrainingState state) {
    long begin = System.nanoTime();
    Method.Round round = roundOf(state);
    for (double logReward : round.samples().logRewards()) {
      rewardSum += LogSpace.exp(logReward);
    }
    numSamples += round.samples().logRewards().length;
    rewardCalls += round.rewardCalls();
    double seconds = (System.nanoTime() - begin) * 1e-9;
    state.advance(1, round.numVisited(), round.numTransitions(), seconds);
    return new StepReport(
        1,
        round.loss(),
        Double.NaN,
        round.numVisited(),
        round.numTransitions(),
        0,
        seconds,
        round.samples().indices(),
        round.rows(),
        round.rewards());
  }

  /** A step is several updates: where one diverges, those before it are taken back. */
  private Method.Round roundOf(TrainingState state) {
    undo.keep(state.parameters(), state.updater());
    try {
      return method.next(state);
    } catch (TrainingDivergedException e) {
      undo.restore(state.parameters(), state.updater());
      throw e;
    }
  }

  @Override
  public void abandon() {
    // A step is awaited before the next one starts.
  }

  /** Rewards computed so far, of visited states and of refused proposals. */
  public long rewardCalls() {
    return rewardCalls;
  }

  /** Adds {@code reward_calls} and the mean reward of the samples since the last report. */
  public void report(Map<String, Object> figures) {
    figures.putIfAbsent("reward_calls", rewardCalls);
    if (numSamples > 0) {
      figures.put("visited_reward_mean", rewardSum / numSamples);
    }
    rewardSum = 0.0;
    numSamples = 0;
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(
        COUNTS, new long[] {rewardCalls, numSamples, Double.doubleToRawLongBits(rewardSum)});
    method.save(sections);
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] counts = sections.get(COUNTS);
    if (counts == null || counts.length != 3) {
      throw new IllegalArgumentException("the checkpoint lacks the counts of the method");
    }
    rewardCalls = counts[0];
    numSamples = counts[1];
    rewardSum = Double.longBitsToDouble(counts[2]);
    method.restore(sections);
  }
}
