package org.gflownet.reward.chem.docking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.PropertyScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.property.Qed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a molecule whose docking fails once. */
@Timeout(120)
class PassingFailureTest {
  private static final FragmentVocabulary VOCABULARY =
      FragmentVocabulary.parse("x", "name,smiles,atoms\na,C,0;0\nb,F,0");
  private static final RewardScale SCALE = new RewardScale(0.01, 1, 1);
  private static final FragmentState MOLECULE =
      FragmentState.of(new int[] {0, 1}, new int[] {0, 1, 0, 0}, new int[] {0, 0});

  @TempDir private Path folder;
  private Path receptor;

  @BeforeEach
  void writeReceptor() throws IOException {
    receptor = Files.writeString(folder.resolve("receptor.pdbqt"), "ATOM\n");
  }

  private String script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  /** Docking whose Vina does {@code first} the first time and finds -9.6 kcal/mol from then on. */
  private DockingScorer scorer(String first, String obabel) throws IOException {
    String vina =
        "echo x >> $0.log; if [ $(wc -l < $0.log) = 1 ]; then "
            + first
            + "; fi; printf 'REMARK VINA RESULT: -9.6 0 0\\n' > \"${3#--out=}\"";
    return new DockingScorer(
        new VinaDocking(
            receptor,
            new DockingBox(0, 0, 0, 20, 20, 20),
            new DockingLimits(1, Duration.ofSeconds(2), 1),
            7,
            script("obabel", obabel),
            script("vina", vina)));
  }

  private static MoleculeReward reward(MoleculeScorer scorer, BoundedCache<String, Score> scores) {
    return new MoleculeReward(VOCABULARY, scorer, SCALE, scores);
  }

  private long runs(String program) throws IOException {
    return Files.readAllLines(folder.resolve(program + ".log")).size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep 30", "exit 1", "exit 0"})
  void isDockedAgainTheNextTimeItIsAskedFor(String first) throws IOException {
    BoundedCache<String, Score> scores = new BoundedCache<>(9);
    MoleculeReward reward = reward(scorer(first, "echo x > \"$5\""), scores);
    assertThat(reward.logReward(MOLECULE)).isEqualTo(SCALE.lowerBound());
    // The row of the table tells of the reward that was given, and docks nothing.
    assertThat(reward.appraise(MOLECULE).score().failure()).contains("vina");
    assertThat(runs("vina")).isEqualTo(1);
    assertThat(reward.takeCounts().numFailures()).isEqualTo(1);
    assertThat(reward.logReward(MOLECULE)).isEqualTo(SCALE.logReward(9.6));
    assertThat(reward.appraise(MOLECULE).score().value()).isEqualTo(9.6);
    assertThat(reward.takeCounts().numFailures()).isZero();
    // From now on it is known, to other rewards of this JVM as well.
    assertThat(reward.logReward(MOLECULE)).isEqualTo(SCALE.logReward(9.6));
    assertThat(reward(scorer("exit 1", "exit 1"), scores).logReward(MOLECULE))
        .isEqualTo(SCALE.logReward(9.6));
    assertThat(runs("vina")).isEqualTo(2);
  }

  @Test
  void isDockedAgainAsAPartOfAScoreToo() throws IOException {
    CompositeScorer product =
        CompositeScorer.of(
            "product",
            CompositeScorer.Rule.PRODUCT,
            List.of(
                new CompositeScorer.Part(new PropertyScorer("qed", new Qed()), 1, 1, 0, 1),
                new CompositeScorer.Part(scorer("exit 1", "echo x > \"$5\""), 1, 1, 0, 10)));
    MoleculeReward reward = reward(product, new BoundedCache<>(9));
    assertThat(reward.logReward(MOLECULE)).isEqualTo(SCALE.lowerBound());
    assertThat(reward.logReward(MOLECULE)).isGreaterThan(SCALE.lowerBound());
  }

  @Test
  void hasNoScoreForGoodWhereThereIsNoStructure() throws IOException {
    MoleculeReward reward =
        reward(scorer("exit 1", "echo x >> $0.log; echo no atoms"), new BoundedCache<>(9));
    assertThat(reward.logReward(MOLECULE)).isEqualTo(SCALE.lowerBound());
    assertThat(reward.logReward(MOLECULE)).isEqualTo(SCALE.lowerBound());
    assertThat(reward.appraise(MOLECULE).score().failure()).contains("no structure");
    assertThat(runs("obabel")).isEqualTo(1);
  }
}
