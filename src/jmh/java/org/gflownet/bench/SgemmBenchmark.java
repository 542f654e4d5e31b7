package org.gflownet.bench;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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

/** OpenBLAS's product of square matrices: the rate that others are fractions of. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SgemmBenchmark {
  /** Rows and columns. */
  @Param("1024")
  public int size;

  private INDArray a;
  private INDArray b;
  private INDArray c;

  /** Makes matrices of ones. */
  @Setup
  public void makeMatrices() {
    a = Nd4j.ones(DataType.FLOAT, size, size).dup('f');
    b = Nd4j.ones(DataType.FLOAT, size, size).dup('f');
    c = Nd4j.zeros(DataType.FLOAT, size, size).dup('f');
  }

  /** c = a b. */
  @Benchmark
  public INDArray product(FlopCounter flops) {
    Nd4j.getBlasWrapper().level3().gemm(a, b, c, false, false, 1.0, 0.0);
    flops.multiplyAdds((double) size * size * size);
    return c;
  }
}
