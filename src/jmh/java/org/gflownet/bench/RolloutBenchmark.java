package org.gflownet.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sampling alone: trajectories of a trained policy on a grid of four dimensions, each distinct
 * state evaluated once. The secondary result {@code transitions} is the rate per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RolloutBenchmark {
  private static final int NDIM = 4;

  /** Batches that follow one another, so that no branch predictor learns one by heart. */
  private static final int DIFFERENT_BATCHES = 64;

  /** Number of cells per dimension. */
  @Param({"8", "20"})
  public int height;

  /** Trajectories per call. */
  @Param({"16", "1024"})
  public int batch;

  private Sampler<GridState> sampler;
  private StateTable<GridState> table;
  private long calls;

  /** Trains a policy. */
  @Setup
  public void makePolicy() {
    GridSetup setup = new GridSetup(NDIM, height);
    FlowModel model = setup.model();
    model.load(setup.trained().parameters());
    sampler = new Sampler<>(setup.environment(), setup.reward());
    table = new StateTable<>(setup.environment(), model);
  }

  /** One batch of trajectories. */
  @Benchmark
  public List<Trajectory<GridState>> sample(TransitionCounter counter) {
    table.clear();
    List<Trajectory<GridState>> trajectories =
        sampler.sample(table, Exploration.NONE, 1, calls++ % DIFFERENT_BATCHES, 0, batch);
    long transitions = 0;
    for (Trajectory<GridState> trajectory : trajectories) {
      transitions += trajectory.numTransitions();
    }
    counter.add(transitions, table.numRows());
    return trajectories;
  }
}
