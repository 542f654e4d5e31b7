package org.gflownet.bench;

import org.gflownet.train.StepReport;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;

/** Adds up the states that steps report to have evaluated. */
final class EvaluationCounter implements TrainingListener {
  private long count;

  @Override
  public void stepDone(TrainingState state, StepReport report, boolean last) {
    count += report.numEvaluations();
  }

  /** Begins at 0 again. */
  void reset() {
    count = 0;
  }

  long count() {
    return count;
  }
}
