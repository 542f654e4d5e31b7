package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.gflownet.chem.MoleculeReader;
import org.junit.jupiter.api.Test;

/** What every score of molecules must satisfy. To check one, extend this class. */
public abstract class MoleculeScorerContract {
  private static final int ASKERS = 8;

  /** A new instance of the scorer under test, as an executor would make it. */
  protected abstract MoleculeScorer scorer();

  /** Molecules to score, as SMILES. */
  protected List<String> smiles() {
    return List.of(
        "C",
        "CCO",
        "c1ccccc1",
        "CC(=O)Oc1ccccc1C(=O)O",
        "CN1C=NC2=C1C(=O)N(C(=O)N2C)C",
        "O=S(=O)(N)c1ccc(N)cc1",
        "FC(F)(F)c1ccc(Cl)c(Br)c1",
        "C[N+](C)(C)CC(=O)[O-]");
  }

  private List<ScoredMolecule> molecules() {
    return smiles().stream().map(text -> ScoredMolecule.of(MoleculeReader.parse(text))).toList();
  }

  @Test
  void hasAName() {
    assertThat(scorer().name()).isNotBlank();
  }

  @Test
  void everyMoleculeGetsAnAnswer() {
    assertThat(scorer().score(molecules())).hasSameSizeAs(molecules()).doesNotContainNull();
    assertThat(scorer().score(molecules())).anyMatch(Score::isPresent);
    assertThat(scorer().score(List.of())).isEmpty();
  }

  @Test
  void theOthersOfABatchDoNotMatter() {
    MoleculeScorer scorer = scorer();
    List<ScoredMolecule> molecules = molecules();
    List<Score> forward = scorer.score(molecules);
    List<ScoredMolecule> reversed = new ArrayList<>(molecules);
    Collections.reverse(reversed);
    List<Score> backward = new ArrayList<>(scorer.score(reversed));
    Collections.reverse(backward);
    assertThat(backward).isEqualTo(forward);
    for (int i = 0; i < molecules.size(); i++) {
      assertThat(scorer.score(List.of(molecules.get(i)))).containsExactly(forward.get(i));
    }
  }

  @Test
  void anotherInstanceGivesTheSameBits() {
    assertThat(scorer().score(molecules())).isEqualTo(scorer().score(molecules()));
  }

  @Test
  void stemsMatterOnlyToAScorerThatSaysSo() {
    MoleculeScorer scorer = scorer();
    List<ScoredMolecule> withStems =
        molecules().stream().map(m -> new ScoredMolecule(m.molecule(), new int[] {0})).toList();
    if (!scorer.readsStems()) {
      assertThat(scorer.score(withStems)).isEqualTo(scorer.score(molecules()));
    } else {
      assertThat(scorer.score(withStems)).hasSameSizeAs(withStems);
    }
  }

  @Test
  void oneInstanceServesAllThreads() {
    MoleculeScorer scorer = scorer();
    List<Score> expected = scorer().score(molecules());
    List<List<Score>> answers =
        IntStream.range(0, ASKERS).parallel().mapToObj(i -> scorer.score(molecules())).toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(expected));
  }
}
