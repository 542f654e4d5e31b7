package org.gflownet.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.TrainingState;
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
 * Whole training steps on molecules, on one thread: rollout, assembling and scoring, flow matching
 * with all parents, backward pass, update. Every measurement repeats the first steps of a run, with
 * a reward that has seen no molecule. Scores are molecules per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MoleculeStepBenchmark {
  private static final int STEPS = 8;
  private static final int BATCH = 16;

  /** Width and rounds. */
  @Param public BlockGraphNetworkSize size;

  private final EvaluationCounter evaluations = new EvaluationCounter();
  private TrainingState state;
  private float[] firstParameters;
  private float[] firstMoments;
  private TrainingState.Counters firstCounters;

  /** Makes the state from which the measured steps start. */
  @Setup
  public void makeState() {
    state = size.setup().untrained();
    firstParameters = state.parameters().clone();
    firstMoments = state.updater().state();
    firstCounters = state.counters();
  }

  /** The molecules of some steps that follow one another. */
  @Benchmark
  @OperationsPerInvocation(STEPS * BATCH)
  public TrainingState steps(TransitionCounter counter) {
    state.restore(firstParameters, Optional.empty(), List.of(), firstMoments, firstCounters);
    evaluations.reset();
    try (InProcessStepExecutor executor = new InProcessStepExecutor(size.setup(), 1)) {
      MoleculeSetup.trainer(STEPS, BATCH, executor, List.of(evaluations)).run(state, () -> false);
    }
    counter.add(state.counters().transitions() - firstCounters.transitions(), evaluations.count());
    return state;
  }
}
