package org.gflownet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where one slice, or the sum of several, has come to after a round of parameter averaging. Crosses
 * from executors to the driver.
 */
public final class RoundResult {
  private final float[] parameters;
  private final float[] updaterState;
  private final int numSlices;
  private final double lossSum;
  private final long[] visited;
  private final long numTransitions;
  private final long numEvaluations;
  private final int divergedSlice;

  /**
   * A result.
   *
   * @param parameters sum over slices of the parameters that they arrived at
   * @param updaterState sum over slices of their moments
   * @param numSlices number of slices summed
   * @param lossSum sum over slices of the mean loss over a slice's steps
   * @param visited indices of the terminating states, slice by slice
   * @param numTransitions of all trajectories
   * @param numEvaluations distinct states evaluated, summed over slices and steps
   * @param divergedSlice first slice that is not finite, or {@link SliceResult#NONE}
   */
  public RoundResult(
      float[] parameters,
      float[] updaterState,
      int numSlices,
      double lossSum,
      long[] visited,
      long numTransitions,
      long numEvaluations,
      int divergedSlice) {
    this.parameters = parameters;
    this.updaterState = updaterState;
    this.numSlices = numSlices;
    this.lossSum = lossSum;
    this.visited = visited;
    this.numTransitions = numTransitions;
    this.numEvaluations = numEvaluations;
    this.divergedSlice = divergedSlice;
  }

  /** Sum over slices of their parameters; not a copy. */
  public float[] parameters() {
    return parameters;
  }

  /** Sum over slices of their moments; not a copy. */
  public float[] updaterState() {
    return updaterState;
  }

  /** Number of slices summed. */
  public int numSlices() {
    return numSlices;
  }

  /** Sum over slices of the mean loss over a slice's steps. */
  public double lossSum() {
    return lossSum;
  }

  /** Indices of the terminating states, slice by slice; not a copy. */
  public long[] visited() {
    return visited;
  }

  /** Transitions of all trajectories. */
  public long numTransitions() {
    return numTransitions;
  }

  /** Distinct states evaluated. */
  public long numEvaluations() {
    return numEvaluations;
  }

  /** First slice that is not finite, or {@link SliceResult#NONE}. */
  public int divergedSlice() {
    return divergedSlice;
  }

  /** The mean of the parameters over slices; exact for one slice. */
  public float[] meanParameters() {
    return divided(parameters);
  }

  /** The mean of the moments over slices. */
  public float[] meanUpdaterState() {
    return divided(updaterState);
  }

  private float[] divided(float[] sum) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = sum[i] / numSlices;
    }
    return mean;
  }

  /** Adds up the results of all slices in the fixed tree of {@link SliceResult#mergeTree}. */
  public static RoundResult mergeTree(List<RoundResult> bySlice) {
    return FixedTree.merge(bySlice, RoundResult::mergedWith);
  }

  private RoundResult mergedWith(RoundResult right) {
    addInPlace(parameters, right.parameters);
    addInPlace(updaterState, right.updaterState);
    long[] both = Arrays.copyOf(visited, visited.length + right.visited.length);
    System.arraycopy(right.visited, 0, both, visited.length, right.visited.length);
    return new RoundResult(
        parameters,
        updaterState,
        numSlices + right.numSlices,
        lossSum + right.lossSum,
        both,
        numTransitions + right.numTransitions,
        numEvaluations + right.numEvaluations,
        divergedSlice != SliceResult.NONE ? divergedSlice : right.divergedSlice);
  }

  private static void addInPlace(float[] target, float[] summand) {
    for (int i = 0; i < target.length; i++) {
      target[i] += summand[i];
    }
  }

  /** Collects what the steps of one slice add up to. */
  static final class Builder {
    private final List<long[]> visited = new ArrayList<>();
    private double loss;
    private long numTransitions;
    private long numEvaluations;

    void add(SliceResult step, double stepLoss) {
      visited.add(step.visited());
      loss += stepLoss;
      numTransitions += step.numTransitions();
      numEvaluations += step.numEvaluations();
    }

    RoundResult build(float[] parameters, float[] updaterState, int divergedSlice) {
      return new RoundResult(
          parameters,
          updaterState,
          1,
          visited.isEmpty() ? 0.0 : loss / visited.size(),
          visited.stream().flatMapToLong(Arrays::stream).toArray(),
          numTransitions,
          numEvaluations,
          divergedSlice);
    }
  }
}
