package org.gflownet.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongSupplier;
import org.gflownet.math.Progress;

/**
 * How much of its budget a run has spent.
 *
 * <p>What a pipelined step may know are the counts of the parameters that it rolls out with, so the
 * shares of as many earlier steps are kept, in checkpoints too. Driver only; not thread-safe.
 */
public final class BudgetMeter {
  private static final String SECTION = "budget-shares";

  private final Budget budget;
  private final LongSupplier rewardCalls;
  private final int numKept;

  /** Shares at the present step and at those before, newest first. */
  private final Deque<Double> shares = new ArrayDeque<>();

  /**
   * A meter.
   *
   * @param budget of the run
   * @param rewardCalls of the run so far
   * @param staleness number of updates that the parameters of a step's rollouts are behind
   */
  public BudgetMeter(Budget budget, LongSupplier rewardCalls, int staleness) {
    this.budget = budget;
    this.rewardCalls = rewardCalls;
    this.numKept = 1 + staleness;
  }

  /** A meter of a run that ends after a number of steps. */
  public static BudgetMeter ofSteps(long steps) {
    return new BudgetMeter(Budget.ofSteps(steps), () -> 0, 0);
  }

  /** The share of the budget that a run has spent, 0 to 1. */
  public double share(TrainingState state) {
    return budget.share(state.counters(), rewardCalls.getAsLong());
  }

  /** How far a run is. */
  public Progress progress(TrainingState state) {
    return new Progress(state.step(), share(state));
  }

  /** Whether the budget is spent. */
  public boolean isSpent(TrainingState state) {
    return share(state) >= 1.0;
  }

  /** Notes how far a run is before its next step. */
  void mark(TrainingState state) {
    state.progress(progress(state));
    if (!budget.isOfStepsAlone()) {
      shares.addFirst(state.progress().share());
      while (shares.size() > numKept) {
        shares.removeLast();
      }
    }
  }

  /**
   * How far a run is at a step that need not be the next one, as far as can be told from the counts
   * at an earlier one.
   *
   * @param step 0-based
   * @param age number of steps before the present one, at most the staleness
   */
  Progress progress(long step, int age) {
    double share = budget.shareOfSteps(step);
    if (!budget.isOfStepsAlone() && !shares.isEmpty()) {
      double known = shares.stream().skip(Math.min(age, shares.size() - 1)).findFirst().get();
      share = Math.max(share, known);
    }
    return new Progress(step, share);
  }

  /**
   * An upper bound of the steps that are left, by what steps have visited so far: at least 1.
   *
   * @param batch trajectories of a step, while none was made
   */
  long stepsLeft(TrainingState state, int batch) {
    TrainingState.Counters spent = state.counters();
    long left = budget.steps() - spent.step();
    double perStep = spent.step() == 0 ? batch : (double) spent.trajectories() / spent.step();
    if (budget.visited().isPresent()) {
      left = Math.min(left, ceil((budget.visited().getAsLong() - spent.trajectories()) / perStep));
    }
    if (budget.rewardCalls().isPresent()) {
      // A visit asks for at most one reward, so no fewer steps than these are left.
      long calls = budget.rewardCalls().getAsLong() - rewardCalls.getAsLong();
      left = Math.min(left, ceil(calls / perStep));
    }
    return Math.max(1, left);
  }

  private static long ceil(double number) {
    return (long) Math.ceil(number);
  }

  /** Adds what a checkpoint needs of it. */
  public void save(Map<String, long[]> sections) {
    if (!budget.isOfStepsAlone()) {
      sections.put(SECTION, shares.stream().mapToLong(Double::doubleToRawLongBits).toArray());
    }
  }

  /** Takes up what {@link #save} added; nothing where there is none. */
  public void restore(Map<String, long[]> sections) {
    shares.clear();
    for (long bits : sections.getOrDefault(SECTION, new long[0])) {
      shares.addLast(Double.longBitsToDouble(bits));
    }
  }
}
