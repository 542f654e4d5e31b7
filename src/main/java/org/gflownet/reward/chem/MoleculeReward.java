package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.property.MolecularProperty;

/**
 * The reward of a molecule by one of its properties.
 *
 * <p>A function of the state alone, so its values may come out of a cache of bounded size. An
 * object whose property has no finite value gets the floor of the scale. Thread-safe.
 */
public final class MoleculeReward implements LogReward<FragmentState> {
  private static final int CACHED = 100_000;

  private final FragmentAssembler assembler;
  private final MolecularProperty property;
  private final RewardScale scale;
  private final BoundedCache<FragmentState> cache = new BoundedCache<>(CACHED);

  /**
   * A reward.
   *
   * @param vocabulary of the states
   * @param property of the assembled molecule, in its own unit
   * @param scale from the property to the reward
   */
  public MoleculeReward(
      FragmentVocabulary vocabulary, MolecularProperty property, RewardScale scale) {
    this.assembler = new FragmentAssembler(vocabulary);
    this.property = property;
    this.scale = scale;
  }

  /** The raw score of a molecule: the property, or -infinity where it is not finite. */
  public double raw(FragmentState molecule) {
    return cache.get(molecule, this::compute);
  }

  private double compute(FragmentState molecule) {
    double value = property.of(assembler.assemble(molecule));
    return Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
  }

  @Override
  public void logRewards(List<? extends FragmentState> objects, double[] out) {
    for (int i = 0; i < objects.size(); i++) {
      out[i] = scale.logReward(raw(objects.get(i)));
    }
  }

  @Override
  public double lowerBound() {
    return scale.lowerBound();
  }
}
