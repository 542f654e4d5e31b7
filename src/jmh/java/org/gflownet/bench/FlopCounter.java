package org.gflownet.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Floating-point operations done, in 1e9: JMH divides by the time. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class FlopCounter {
  /** 1e9 floating-point operations. */
  public double gflop;

  /** Counts anew in each iteration. */
  @Setup(Level.Iteration)
  public void reset() {
    gflop = 0.0;
  }

  /** Counts multiply-adds as two operations each. */
  void multiplyAdds(double count) {
    gflop += 2e-9 * count;
  }
}
