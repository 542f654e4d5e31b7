package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.math.LogSpace;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardCounts;

/**
 * Shares the reward of a molecule among its states, so that molecules, not states, are sampled in
 * proportion to R:
 *
 * <pre>R'(s) = R(s) / n(m(s))</pre>
 *
 * <p>with m(s) the molecule that s is and n(m) the number of terminating states that are m. Where
 * the reward reads stems, the states of a molecule have different R, and a molecule's share is
 * their mean. Thread-safe.
 */
public final class SharedReward implements LogReward<FragmentState> {
  private final MoleculeReward reward;
  private final MoleculeCounts counts;

  /** A reward that is shared. */
  public SharedReward(MoleculeReward reward, MoleculeCounts counts) {
    this.reward = reward;
    this.counts = counts;
  }

  @Override
  public void logRewards(List<? extends FragmentState> objects, double[] out) {
    reward.logRewards(objects, out);
    List<MoleculeReward.Appraisal> appraisals = reward.appraise(objects);
    for (int i = 0; i < appraisals.size(); i++) {
      out[i] -= LogSpace.log(counts.numStates(appraisals.get(i).smiles()));
    }
  }

  @Override
  public void unshare(List<? extends FragmentState> objects, double[] logRewards) {
    List<MoleculeReward.Appraisal> appraisals = reward.appraise(objects);
    for (int i = 0; i < appraisals.size(); i++) {
      logRewards[i] = reward.logReward(appraisals.get(i));
    }
  }

  @Override
  public double lowerBound() {
    return reward.lowerBound() - LogSpace.log(counts.mostStates());
  }

  @Override
  public RewardCounts takeCounts() {
    return reward.takeCounts();
  }
}
