package org.gflownet.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rate of OpenBLAS's {@code sgemm} on square matrices of 1,024 on one core, which other rates
 * are fractions of.
 *
 * <p>Measured in a process of its own, since OpenBLAS reads its environment when it is loaded: with
 * one thread, and without {@code OPENBLAS_...} variables, so that it chooses the kernels that it
 * thinks best.
 */
public final class MachinePeak {
  private static final int SIZE = 1024;
  private static final double SECONDS = 2.0;

  private MachinePeak() {}

  /**
   * Measures the peak in GFLOP/s.
   *
   * @throws IOException if the measuring process cannot run
   */
  static double measure() throws IOException, InterruptedException {
    Process process = process().start();
    String text;
    try (InputStream output = process.getInputStream()) {
      text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("the measurement of the peak ended with exit code " + exit);
    }
    double peak = Double.parseDouble(text.substring(text.lastIndexOf('=') + 1).strip());
    System.out.printf("(peak %.1f GFLOP/s) ", peak);
    return peak;
  }

  private static ProcessBuilder process() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx512m", "-cp", classPath, MachinePeak.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("OPENBLAS_"));
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder;
  }

  /** Prints the best rate of some rounds behind an equals sign. */
  public static void main(String[] arguments) {
    INDArray a = Nd4j.ones(DataType.FLOAT, SIZE, SIZE).dup('f');
    INDArray b = Nd4j.ones(DataType.FLOAT, SIZE, SIZE).dup('f');
    INDArray c = Nd4j.zeros(DataType.FLOAT, SIZE, SIZE).dup('f');
    double best = Double.POSITIVE_INFINITY;
    long begin = System.nanoTime();
    while ((System.nanoTime() - begin) * 1e-9 < SECONDS) {
      long start = System.nanoTime();
      Nd4j.getBlasWrapper().level3().gemm(a, b, c, false, false, 1.0, 0.0);
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    System.out.println("GFLOP/s=" + 2e-9 * SIZE * SIZE * SIZE / best);
  }
}
