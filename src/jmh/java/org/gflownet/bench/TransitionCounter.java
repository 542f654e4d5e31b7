package org.gflownet.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Transitions sampled and distinct states evaluated: JMH divides by the time. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class TransitionCounter {
  /** Transitions that the policy chose, STOP included. */
  public long transitions;

  /** States evaluated once each per slice: visited ones and their parents. */
  public long evaluations;

  /** Counts anew in each iteration. */
  @Setup(Level.Iteration)
  public void reset() {
    transitions = 0;
    evaluations = 0;
  }

  void add(long moreTransitions, long moreEvaluations) {
    transitions += moreTransitions;
    evaluations += moreEvaluations;
  }
}
