package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.SehData;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.api.Test;

/**
 * Rewards of the states that the published code visited, from their blocks: assembly, stems,
 * canonical form, proxy and scale together.
 */
class UpstreamRewardTest {
  private static final FragmentVocabulary VOCABULARY =
      FragmentVocabulary.load(DataSets.seh("blocks_PDB_105.json"));
  private static final FragmentEnvironment ENVIRONMENT =
      new FragmentEnvironment(VOCABULARY, 2, 8, Identity.CANONICAL);

  private final MoleculeReward reward =
      new MoleculeReward(
          VOCABULARY,
          new SehProxy(SehWeights.read(DataSets.seh("seh_proxy.npz")), SehConvention.PAPER_2021),
          new RewardScale(0.1, 8, 10),
          new BoundedCache<>(1000));

  private static FragmentState state(Map<String, String> row) {
    return FragmentState.of(
        SehData.integers(row.get("blockidxs")), pairs(row.get("jbonds")), pairs(row.get("stems")));
  }

  private static int[] pairs(String lists) {
    return SehData.integers("[" + lists.replace("[", "").replace("]", "") + "]");
  }

  @Test
  void statesHaveTheRewardsOfThePublishedCode() {
    List<Map<String, String>> rows = SehData.rows("upstream950.csv");
    List<FragmentState> states = new ArrayList<>();
    rows.forEach(row -> states.add(ENVIRONMENT.canonical(state(row))));
    List<MoleculeReward.Appraisal> appraisals = reward.appraise(states);
    double[] logRewards = new double[states.size()];
    reward.logRewards(states, logRewards);
    int stemless = 0;
    int otherAtom = 0;
    for (int i = 0; i < logRewards.length; i++) {
      double expected = Double.parseDouble(rows.get(i).get("raw_orig_mask"));
      double raw = appraisals.get(i).score().value();
      if (states.get(i).stems().length == 0) {
        // Marked at the first atom of the first block: of the canonical form here, of those that
        // were placed there.
        stemless++;
        otherAtom += Math.abs(raw - expected) > 1e-4 ? 1 : 0;
        double asBuilt = reward.appraise(List.of(state(rows.get(i)))).get(0).score().value();
        assertThat(asBuilt).as(rows.get(i).get("id")).isCloseTo(expected, within(1e-4));
      } else {
        assertThat(raw).as(rows.get(i).get("id")).isCloseTo(expected, within(1e-4));
        double published = 10 * Math.log(Math.max(0.1, expected) / 8);
        // 10 d(log r) = 10 d(r) / r with d(r) up to 1e-4.
        assertThat(logRewards[i]).isCloseTo(published, within(1e-3 / Math.max(0.1, expected)));
      }
    }
    assertThat(rows).hasSize(950);
    assertThat(stemless).isEqualTo(188);
    assertThat(otherAtom).isEqualTo(105);
  }
}
