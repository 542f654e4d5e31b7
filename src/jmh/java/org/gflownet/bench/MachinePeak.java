package org.gflownet.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.gflownet.model.vector.VectorKernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rate of OpenBLAS's {@code sgemm} on square matrices of 1,024 on one core, which other rates
 * are fractions of.
 *
 * <p>Measured in processes of its own, since OpenBLAS reads its environment when it is loaded. An
 * OpenBLAS older than the processor may not know it and fall back to kernels without AVX, so those
 * for the lanes that the Vector API has are tried too, and the best rate counts.
 */
public final class MachinePeak {
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  private static final int SIZE = 1024;
  private static final double SECONDS = 1.0;

  private MachinePeak() {}

  /**
   * Measures the peak in GFLOP/s.
   *
   * @throws IOException if a measuring process cannot run
   */
  static double measure() throws IOException, InterruptedException {
    double peak = inProcess(Map.of());
    if (System.getProperty("os.arch").equals("amd64") && VectorKernels.laneBits() >= 256) {
      String coreType = VectorKernels.laneBits() >= 512 ? "SkylakeX" : "Haswell";
      peak = Math.max(peak, inProcess(Map.of(CORE_TYPE, coreType)));
    }
    System.out.printf("(peak %.1f GFLOP/s) ", peak);
    return peak;
  }

  private static double inProcess(Map<String, String> environment)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx512m", "-cp", classPath, MachinePeak.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text;
    try (InputStream output = process.getInputStream()) {
      text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("the measurement of the peak ended with exit code " + exit);
    }
    return Double.parseDouble(text.substring(text.lastIndexOf('=') + 1).strip());
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
