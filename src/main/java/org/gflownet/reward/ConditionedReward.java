package org.gflownet.reward;

import java.util.List;
import org.gflownet.env.Conditioned;

/**
 * R(x)^beta of objects that carry their beta.
 *
 * @param reward R
 * @param most largest beta
 * @param <S> the object
 */
public record ConditionedReward<S>(LogReward<S> reward, double most)
    implements LogReward<Conditioned<S>> {

  @Override
  public void logRewards(List<? extends Conditioned<S>> objects, double[] out) {
    reward.logRewards(objects.stream().map(Conditioned::state).toList(), out);
    for (int i = 0; i < objects.size(); i++) {
      out[i] *= objects.get(i).beta();
    }
  }

  @Override
  public double lowerBound() {
    return Math.min(0.0, most * reward.lowerBound());
  }

  @Override
  public RewardCounts takeCounts() {
    return reward.takeCounts();
  }
}
