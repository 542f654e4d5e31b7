package org.gflownet.trajectory;

import java.util.concurrent.TimeUnit;
import org.gflownet.math.RandomStream;
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
 * One action drawn from a softmax, by number of actions. Here for what is private to the package.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SamplerBenchmark {
  /** Legal actions. */
  @Param({"10", "100", "1000", "10000", "100000"})
  public int actions;

  private final RandomStream random = new RandomStream(1, 0, 0);
  private float[] logits;

  /** Draws logits as a network gives them. */
  @Setup
  public void makeLogits() {
    logits = new float[actions];
    for (int i = 0; i < actions; i++) {
      logits[i] = (float) (4.0 * random.nextDouble() - 2.0);
    }
  }

  /** One draw. */
  @Benchmark
  public int draw() {
    return ActionSampler.explore(logits, 0, actions, Exploration.NONE, random);
  }
}
