package example.strands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.MoleculeScorerContract;
import org.gflownet.reward.chem.ScoredMolecule;
import org.junit.jupiter.api.Test;

class HeteroatomScorerTest extends MoleculeScorerContract {

  @Override
  protected MoleculeScorer scorer() {
    return new HeteroatomScorer(3);
  }

  @Test
  void aThirdOfEthanolIsOxygen() {
    ScoredMolecule ethanol = ScoredMolecule.of(MoleculeReader.parse("CCO"));
    assertThat(scorer().score(List.of(ethanol)).get(0).value()).isEqualTo(1.0 / 3);
  }
}
