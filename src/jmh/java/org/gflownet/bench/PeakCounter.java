package org.gflownet.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Floating-point operations done, in those that the machine does at its best in one second: JMH
 * divides by the time, which leaves the fraction of the measured peak.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class PeakCounter {
  /** Fraction of {@link MachinePeak}. */
  public double ofPeak;

  private double peakGflops;

  /** Measures the peak just before the benchmark, on the same machine under the same load. */
  @Setup
  public void measurePeak() throws IOException, InterruptedException {
    peakGflops = MachinePeak.measure();
  }

  /** Counts anew in each iteration. */
  @Setup(Level.Iteration)
  public void reset() {
    ofPeak = 0.0;
  }

  /** Counts multiply-adds as two operations each. */
  void multiplyAdds(double count) {
    ofPeak += 2e-9 * count / peakGflops;
  }
}
