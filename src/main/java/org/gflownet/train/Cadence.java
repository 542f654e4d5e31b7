package org.gflownet.train;

/** When something that happens again and again during a run is due. */
@FunctionalInterface
public interface Cadence {

  /**
   * Whether it is due after a step.
   *
   * @param state after the step, with its progress as it was before
   * @param report of the step
   */
  boolean isDue(TrainingState state, StepReport report);

  /** Every n steps: whenever a multiple of n was reached or passed. */
  static Cadence everySteps(long n) {
    return (state, report) -> report.passes(state.step(), n);
  }

  /** A number of times, evenly over the budget of the run, however many steps that takes. */
  static Cadence overBudget(int times, BudgetMeter meter) {
    return (state, report) ->
        Math.floor(meter.share(state) * times) > Math.floor(state.progress().share() * times);
  }
}
