package org.gflownet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gflownet.train.SliceResult;
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

/** Results of all slices of a step merged into one, 71 thousand parameters each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GradientMergeBenchmark {
  /** Results to merge. */
  @Param({"2", "8", "64"})
  public int slices;

  private final List<SliceResult> results = new ArrayList<>();

  /** Makes results of zeros: a merge changes its operands, and zeros stay what they are. */
  @Setup
  public void makeResults() {
    for (int slice = 0; slice < slices; slice++) {
      results.add(SliceResults.filled(0f));
    }
  }

  /** One merge. */
  @Benchmark
  public SliceResult mergeTree() {
    return SliceResult.mergeTree(results);
  }
}
