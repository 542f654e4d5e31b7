package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.reward.chem.property.CrippenLogP;
import org.gflownet.reward.chem.property.MolecularWeight;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.reward.chem.property.TopologicalPolarSurfaceArea;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Salts, isotopes and rare elements have a score or a reason, never anything else. */
class UnusualMoleculesTest {
  private static final List<MoleculeScorer> SCORERS =
      List.of(
          new PropertyScorer("qed", new Qed()),
          new PropertyScorer("logp", new CrippenLogP()),
          new PropertyScorer("tpsa", new TopologicalPolarSurfaceArea()),
          new PropertyScorer("mw", new MolecularWeight()),
          new SehProxy(SehWeights.read(DataSets.seh("seh_proxy.npz")), SehConvention.PAPER_2021));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Na+].CC(=O)[O-]",
        "Cl.CCN",
        "[2H]C([2H])([2H])O",
        "[13CH3]O",
        "[235U]",
        "C[Se]C",
        "CB(O)O",
        "[Fe+2]",
        "[H][H]",
        "[He]"
      })
  void everyScorerHasAnAnswer(String smiles) {
    List<ScoredMolecule> molecules =
        Stream.of(smiles, "CCO").map(MoleculeReader::parse).map(ScoredMolecule::of).toList();
    for (MoleculeScorer scorer : SCORERS) {
      List<Score> scores = scorer.score(molecules);
      assertThat(scores).as(scorer.name()).hasSize(2);
      // The neighbour in the batch is not harmed.
      assertThat(scores.get(1)).isEqualTo(scorer.score(molecules.subList(1, 2)).get(0));
      assertThat(scores.get(0).isPresent() || scores.get(0).failure().length() > 5).isTrue();
    }
  }
}
