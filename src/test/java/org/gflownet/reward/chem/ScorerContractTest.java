package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.reward.chem.property.CrippenLogP;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.api.Nested;

/** The scores that come along are what scores have to be. */
class ScorerContractTest {

  @Nested
  class DrugLikeness extends MoleculeScorerContract {
    @Override
    protected MoleculeScorer scorer() {
      return new PropertyScorer("qed", new Qed());
    }
  }

  @Nested
  class Combination extends MoleculeScorerContract {
    @Override
    protected MoleculeScorer scorer() {
      return CompositeScorer.of(
          "weighted",
          CompositeScorer.Rule.WEIGHTED,
          List.of(
              new CompositeScorer.Part(new PropertyScorer("qed", new Qed()), 1, 2, 0, 1),
              new CompositeScorer.Part(new PropertyScorer("logp", new CrippenLogP()), 2, 1, 0, 5)));
    }
  }

  @Nested
  class Proxy extends MoleculeScorerContract {
    @Override
    protected MoleculeScorer scorer() {
      return new SehProxy(SehWeights.read(DataSets.seh("seh_proxy.npz")), SehConvention.PAPER_2021);
    }
  }
}
