package org.gflownet.reward.chem.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gflownet.model.Activation;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
  private static final FingerprintSpec SPEC =
      new FingerprintSpec(FingerprintSpec.Kind.MORGAN, 2, 64, false);
  private static final MlpSpec NETWORK = new MlpSpec(SPEC.bits(), List.of(4), 1, Activation.RELU);

  /** Number of atoms; a batch with a molecule of two atoms makes it stumble. */
  private static final class Stumbling implements MoleculeScorer {
    @Override
    public String name() {
      return "stumbling";
    }

    @Override
    public boolean readsStems() {
      return false;
    }

    @Override
    public List<Score> score(List<ScoredMolecule> molecules) {
      if (molecules.stream().anyMatch(m -> m.molecule().numAtoms() == 2)) {
        throw new NullPointerException("no ring");
      }
      return molecules.stream().map(m -> Score.of(m.molecule().numAtoms())).toList();
    }
  }

  private static RowEncoder encoder() {
    ProxyScorer proxy =
        new ProxyScorer(new ProxyModel(SPEC, NETWORK, 0, 1, new float[NETWORK.numParameters()]));
    CompositeScorer product =
        CompositeScorer.of(
            "product",
            CompositeScorer.Rule.PRODUCT,
            List.of(
                new CompositeScorer.Part(proxy, 1, 1, 0, 1),
                new CompositeScorer.Part(new Stumbling(), 1, 1, 0, 9)));
    return new RowEncoder(new ChunkScorer(product, new RewardScale(0.1, 1, 1), 10));
  }

  @Test
  void aMoleculeThatPoisonsItsBatchFailsAlone() {
    String[] smiles = {"CCO", "CN", "C(", "CCCC", "OCC"};
    List<RowEncoder.Encoded> rows = encoder().encode(new MoleculeChunk(false, smiles, null));
    assertThat(rows.get(0).row().values()).containsExactly(3);
    assertThat(rows.get(1).row().failures()[0]).contains("NullPointerException", "no ring");
    assertThat(rows.get(1).row().error()).isNull();
    assertThat(rows.get(2).row().error()).isNotNull();
    assertThat(rows.get(2).features()).isEmpty();
    assertThat(rows.get(3).row().values()).containsExactly(4);
    assertThat(rows.get(4).row().smiles()).isEqualTo(rows.get(0).row().smiles());
    assertThat(rows.get(4).features()).isEqualTo(rows.get(0).features());
  }
}
