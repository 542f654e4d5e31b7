package org.gflownet.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gflownet.train.Trainer;
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
 * Whole training steps on one thread: rollout, flow matching, backward pass, merge, update. Every
 * measurement repeats the same steps from the same state after a short training, so that the work
 * does not depend on how far a run gets.
 *
 * <p>Beside steps per second: {@code transitions} and {@code evaluations} per second, {@code gflop}
 * in GFLOP/s and {@code ofPeak}, its fraction of {@link MachinePeak}. The network's backward pass
 * counts as twice its forward pass; nothing else counts. With {@code -prof gc}, {@code
 * gc.alloc.rate.norm} is bytes per step; bytes per transition are that times the score divided by
 * {@code transitions}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowMatchingStepBenchmark {
  private static final int NDIM = 4;
  private static final int STEPS = 32;

  /** What to train. */
  @Param public Size size;

  /** Shares of the batch, which run one after the other. */
  @Param("1")
  public int slices;

  private final EvaluationCounter evaluations = new EvaluationCounter();
  private GridSetup setup;
  private TrainingState state;
  private Trainer trainer;
  private float[] firstParameters;
  private float[] firstMoments;
  private TrainingState.Counters firstCounters;

  /** Grid and batch. */
  public enum Size {
    /** 8^4, 16 trajectories. */
    GRID8_BATCH16(8, 16),
    /** 8^4, 256 trajectories. */
    GRID8_BATCH256(8, 256),
    /** 8^4, 1024 trajectories. */
    GRID8_BATCH1024(8, 1024),
    /** 20^4, 16 trajectories. */
    GRID20_BATCH16(20, 16),
    /** 20^4, 1024 trajectories. */
    GRID20_BATCH1024(20, 1024);

    private final int height;
    private final int batch;

    Size(int height, int batch) {
      this.height = height;
      this.batch = batch;
    }
  }

  /** Trains up to the state from which the measured steps start. */
  @Setup
  public void train() {
    setup = new GridSetup(NDIM, size.height);
    state = setup.trained();
    firstParameters = state.parameters().clone();
    firstMoments = state.updater().state();
    firstCounters = state.counters();
    trainer = setup.trainer(state.step() + STEPS, size.batch, slices, List.of(evaluations));
  }

  /** One step, out of some that follow one another. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public TrainingState step(TransitionCounter counter, FlopCounter flops, PeakCounter peak) {
    state.restore(firstParameters, Optional.empty(), List.of(), firstMoments, firstCounters);
    evaluations.reset();
    trainer.run(state, () -> false);
    counter.add(state.counters().transitions() - firstCounters.transitions(), evaluations.count());
    double multiplyAdds = 3 * evaluations.count() * setup.multiplyAddsPerState();
    flops.multiplyAdds(multiplyAdds);
    peak.multiplyAdds(multiplyAdds);
    return state;
  }
}
