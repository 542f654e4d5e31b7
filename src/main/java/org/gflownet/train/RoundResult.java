package org.gflownet.train;

import java.util.List;
import org.gflownet.math.FloatVectors;

/**
 * Where one slice, or the sum of several, has come to after a round of parameter averaging. Crosses
 * from executors to the driver.
 */
public final class RoundResult implements Summed<RoundResult> {
  private static final long serialVersionUID = 1;

  private final float[] parameters;
  private final float[] updaterState;
  private final int numSlices;
  private final double lossSum;
  private final RolloutCounts counts;

  /**
   * A result.
   *
   * @param parameters sum over slices of the parameters that they arrived at
   * @param updaterState sum over slices of their moments
   * @param numSlices number of slices summed
   * @param lossSum sum over slices of the mean loss over a slice's steps
   * @param counts of the rollouts, slice by slice
   */
  public RoundResult(
      float[] parameters,
      float[] updaterState,
      int numSlices,
      double lossSum,
      RolloutCounts counts) {
    this.parameters = parameters;
    this.updaterState = updaterState;
    this.numSlices = numSlices;
    this.lossSum = lossSum;
    this.counts = counts;
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

  @Override
  public RolloutCounts counts() {
    return counts;
  }

  @Override
  public RoundResult with(VisitedRows rows) {
    return new RoundResult(parameters, updaterState, numSlices, lossSum, counts.with(rows));
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

  @Override
  public RoundResult mergedWith(RoundResult right) {
    FloatVectors.addInPlace(parameters, right.parameters);
    FloatVectors.addInPlace(updaterState, right.updaterState);
    return new RoundResult(
        parameters,
        updaterState,
        numSlices + right.numSlices,
        lossSum + right.lossSum,
        counts.followedBy(right.counts));
  }

  @Override
  public RoundResult piece(int piece, int pieces) {
    return new RoundResult(
        FloatVectors.piece(parameters, piece, pieces),
        FloatVectors.piece(updaterState, piece, pieces),
        numSlices,
        lossSum,
        piece == 0 ? counts : RolloutCounts.NOTHING);
  }

  @Override
  public RoundResult joinedWith(List<RoundResult> later) {
    List<float[]> ranges = later.stream().map(RoundResult::parameters).toList();
    List<float[]> moments = later.stream().map(RoundResult::updaterState).toList();
    return new RoundResult(
        FloatVectors.join(parameters, ranges),
        FloatVectors.join(updaterState, moments),
        numSlices,
        lossSum,
        counts);
  }
}
