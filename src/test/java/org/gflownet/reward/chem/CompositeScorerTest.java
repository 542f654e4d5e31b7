package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import org.gflownet.chem.MoleculeReader;
import org.junit.jupiter.api.Test;

class CompositeScorerTest {
  private static final List<ScoredMolecule> MOLECULES =
      List.of(
          ScoredMolecule.of(MoleculeReader.parse("CCO")),
          ScoredMolecule.of(MoleculeReader.parse("CCCC")),
          ScoredMolecule.of(MoleculeReader.parse("CN")));

  /** Number of atoms, and none for two of them. */
  private static MoleculeScorer atoms(String name) {
    return new MoleculeScorer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean readsStems() {
        return false;
      }

      @Override
      public List<Score> score(List<ScoredMolecule> molecules) {
        return molecules.stream()
            .map(
                m ->
                    m.molecule().numAtoms() == 2
                        ? Score.failed("too small")
                        : Score.of(m.molecule().numAtoms()))
            .toList();
      }
    };
  }

  private static final List<CompositeScorer.Part> PARTS =
      List.of(
          new CompositeScorer.Part(atoms("a"), 2, 1, 0, 1),
          new CompositeScorer.Part(atoms("b"), 3, 2, 4, 2));

  @Test
  void aProductMultipliesPowersOfUtilities() {
    CompositeScorer product = CompositeScorer.of("product", CompositeScorer.Rule.PRODUCT, PARTS);
    List<Score> scores = product.score(MOLECULES);
    assertThat(scores.get(0).value()).isEqualTo(3 * 0.25, within(1e-12));
    assertThat(scores.get(1).value()).isZero();
    assertThat(scores.get(2).failure()).isEqualTo("a: too small");
    assertThat(product.partNames()).containsExactly("a", "b");
  }

  @Test
  void aSumWeighsThem() {
    CompositeScorer sum = CompositeScorer.of("weighted", CompositeScorer.Rule.WEIGHTED, PARTS);
    List<CompositeScorer.Scores> scores = sum.scoreParts(MOLECULES);
    assertThat(scores.get(0).raw().value()).isEqualTo(2 * 3 + 3 * 0.25, within(1e-12));
    assertThat(scores.get(1).raw().value()).isEqualTo(8);
    assertThat(scores.get(1).parts()).containsExactly(Score.of(4), Score.of(4));
    assertThat(scores.get(2).raw().isPresent()).isFalse();
    assertThat(scores.get(2).parts().get(1).failure()).isEqualTo("too small");
  }

  /** Number of atoms; one of two atoms makes it stumble. */
  private static MoleculeScorer stumbling(Supplier<? extends Throwable> problem) {
    MoleculeScorer atoms = atoms("stumbling");
    return new MoleculeScorer() {
      @Override
      public String name() {
        return atoms.name();
      }

      @Override
      public boolean readsStems() {
        return false;
      }

      @Override
      public List<Score> score(List<ScoredMolecule> molecules) {
        if (molecules.stream().anyMatch(m -> m.molecule().numAtoms() == 2)) {
          Throwable thrown = problem.get();
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) thrown;
        }
        return atoms.score(molecules);
      }
    };
  }

  @Test
  void aMoleculeThatPoisonsItsBatchFailsAlone() {
    for (Throwable problem :
        List.of(new NullPointerException("no\nring"), new StackOverflowError())) {
      List<Score> scores = CompositeScorer.single(stumbling(() -> problem)).score(MOLECULES);
      assertThat(scores.get(0).value()).isEqualTo(3);
      assertThat(scores.get(1).value()).isEqualTo(4);
      assertThat(scores.get(2).failure())
          .startsWith(
              "the score cannot be computed: java.lang." + problem.getClass().getSimpleName())
          .hasLineCount(1);
    }
  }

  @Test
  void aScorerThatCannotWorkAtAllIsNotAskedAgain() {
    CompositeScorer scorer =
        CompositeScorer.single(stumbling(() -> new IllegalStateException("no program")));
    assertThatIllegalStateException()
        .isThrownBy(() -> scorer.score(MOLECULES))
        .withMessage("no program");
  }

  @Test
  void oneScorerIsItself() {
    CompositeScorer single = CompositeScorer.single(atoms("a"));
    assertThat(single.partNames()).isEmpty();
    assertThat(single.score(MOLECULES).get(1).value()).isEqualTo(4);
    assertThat(single.score(MOLECULES).get(2).failure()).isEqualTo("too small");
  }
}
