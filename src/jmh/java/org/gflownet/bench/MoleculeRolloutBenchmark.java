package org.gflownet.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sampling molecules alone, by the policy before training, each distinct state evaluated once; the
 * reward is 1, assembling and scoring are {@code SehBenchmark}'s. Scores are molecules per second,
 * the secondary result {@code transitions} is their rate.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MoleculeRolloutBenchmark {
  private static final int BATCH = 16;

  /** Width and rounds. */
  @Param public BlockGraphNetworkSize size;

  private Sampler<FragmentState> sampler;
  private StateTable<FragmentState> table;
  private long calls;

  /** One for everything. */
  private static final class Flat implements LogReward<FragmentState> {
    @Override
    public void logRewards(List<? extends FragmentState> objects, double[] out) {
      Arrays.fill(out, 0, objects.size(), 0.0);
    }

    @Override
    public double lowerBound() {
      return 0.0;
    }
  }

  /** Makes a policy. */
  @Setup
  public void makePolicy() {
    FlowModel model = size.setup().model();
    model.load(size.setup().initialParameters());
    sampler = new Sampler<>(MoleculeSetup.environment(), new Flat());
    table = new StateTable<>(MoleculeSetup.environment(), model);
  }

  /** One batch of trajectories, another one each time. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Trajectory<FragmentState>> sample(TransitionCounter counter) {
    table.clear();
    List<Trajectory<FragmentState>> trajectories =
        sampler.sample(table, Exploration.NONE, 1, calls++, 0, BATCH);
    long transitions = 0;
    for (Trajectory<FragmentState> trajectory : trajectories) {
      transitions += trajectory.numTransitions();
    }
    counter.add(transitions, table.numRows());
    return trajectories;
  }
}
