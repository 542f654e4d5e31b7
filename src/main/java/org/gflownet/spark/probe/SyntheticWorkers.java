package org.gflownet.spark.probe;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateBatch;
import org.gflownet.model.StateTable;
import org.gflownet.objective.GradientSum;
import org.gflownet.objective.Objective;
import org.gflownet.objective.OutputGradients;
import org.gflownet.reward.LogReward;
import org.gflownet.train.RolloutWorker;
import org.gflownet.trajectory.Trajectory;

/**
 * Workers whose slices take a given time and come to a vector of a given length, but compute
 * nothing: a grid of two cells, a network without layers.
 *
 * @param key of the cell
 * @param floats length P of the parameters and of the gradient
 * @param workSeconds that a slice waits before it fills its gradient
 */
record SyntheticWorkers(String key, int floats, double workSeconds)
    implements RolloutWorker.Factory {

  @Override
  public RolloutWorker<?> create() {
    return new RolloutWorker<>(
        new HypergridEnvironment(1, 2, TerminationRule.MASKED),
        new One(),
        new Waiting(floats, Math.round(workSeconds * 1e9)),
        new Counting(),
        () -> {
          throw new UnsupportedOperationException("slices of the probe take no updates");
        });
  }

  /** R = 1 everywhere. */
  private static final class One implements LogReward<GridState> {
    @Override
    public void logRewards(List<? extends GridState> objects, double[] out) {
      Arrays.fill(out, 0, objects.size(), 0.0);
    }

    @Override
    public double lowerBound() {
      return 0;
    }
  }

  /** All logits are 0; a gradient is due some time after the slice has begun. */
  private static final class Waiting implements FlowModel {
    private final int floats;
    private final long workNanos;
    private float[] outputs = new float[16];
    private long begun;

    Waiting(int floats, long workNanos) {
      this.floats = floats;
      this.workNanos = workNanos;
    }

    @Override
    public int numParameters() {
      return floats;
    }

    @Override
    public void load(float[] parameters) {
      reset();
    }

    @Override
    public void reset() {
      begun = System.nanoTime();
    }

    @Override
    public void evaluate(StateBatch batch) {
      if (outputs.length < batch.numOutputs()) {
        outputs = new float[batch.numOutputs()];
      }
    }

    @Override
    public float[] outputs() {
      return outputs;
    }

    @Override
    public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
      // parkNanos may return early.
      for (long left = workNanos; left > 0; left = begun + workNanos - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += (i & 1023) - 511.5f;
      }
    }
  }

  /** No loss; the weight is the number of trajectories, by which a test sees that all came. */
  private static final class Counting implements Objective {
    @Override
    public int numParts() {
      return 1;
    }

    @Override
    public <S> void evaluate(
        StateTable<S> table,
        List<Trajectory<S>> trajectories,
        double[] scalars,
        OutputGradients out) {
      out.reset(table.batch().numOutputs());
      out.add(0, trajectories.size(), 0);
    }

    @Override
    public double combine(GradientSum sum, float[] gradient) {
      System.arraycopy(sum.vector(0), 0, gradient, 0, gradient.length);
      return 0;
    }
  }
}
