package org.gflownet.eval;

import java.util.Arrays;
import java.util.List;
import org.gflownet.reward.LogReward;

/**
 * In place of a reward where objects are only drawn, to be scored later or not at all: R = 1.
 *
 * @param <S> the state
 */
public final class Unrewarded<S> implements LogReward<S> {

  @Override
  public void logRewards(List<? extends S> objects, double[] out) {
    Arrays.fill(out, 0, objects.size(), 0.0);
  }

  @Override
  public double lowerBound() {
    return 0.0;
  }
}
