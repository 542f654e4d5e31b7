package org.gflownet.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.math.RegressionFigures;
import org.gflownet.model.Activation;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.chem.ScoredMolecule;
import org.gflownet.reward.chem.proxy.Fingerprint;
import org.gflownet.reward.chem.proxy.FingerprintSpec;
import org.gflownet.reward.chem.proxy.ProxyModel;
import org.gflownet.reward.chem.proxy.ProxyScorer;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;

class ProxyFitSparkTest {
  private static final FingerprintSpec SPEC =
      new FingerprintSpec(FingerprintSpec.Kind.MORGAN, 1, 256, true);
  private static final MlpSpec NETWORK =
      new MlpSpec(SPEC.bits(), List.of(32, 16), 1, Activation.RELU);
  private static final ProxyFit.Settings SETTINGS =
      new ProxyFit.Settings(12, 12, 16, 0.01, 1e-4, 3, 4, 7);

  private final List<String> smiles = Molecules.chains(500, 1);
  private final Fingerprint fingerprint = SPEC.create();

  private List<int[]> features(int from, int to) {
    List<int[]> all = new ArrayList<>();
    smiles.subList(from, to).forEach(s -> all.add(fingerprint.features(MoleculeReader.parse(s))));
    return all;
  }

  private FingerprintRows rows(int from, int to) {
    float[] targets = new float[to - from];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) Molecules.nitrogens(smiles.get(from + i));
    }
    return FingerprintRows.of(SPEC.bits(), features(from, to), targets);
  }

  private ProxyFit.Result fit(ProxyFit.Settings settings) {
    return new ProxyFit(LocalSpark.context(), NETWORK, settings)
        .run(rows(0, 350), rows(350, 400), (epoch, error, best) -> true);
  }

  @Test
  void learnsToCountAtomsAndPredictsAlikeBothWays() {
    ProxyFit.Result result = fit(SETTINGS);
    ProxyModel model = new ProxyModel(SPEC, NETWORK, 0, 1, result.parameters());
    List<int[]> held = features(400, 500);
    double[] predicted = new ProxyInference(LocalSpark.context(), model).predict(held, 3);
    double[] measured =
        smiles.subList(400, 500).stream().mapToDouble(Molecules::nitrogens).toArray();
    assertThat(RegressionFigures.of(measured, predicted).r2().orElseThrow()).isGreaterThan(0.9);

    List<ScoredMolecule> molecules = new ArrayList<>();
    smiles
        .subList(400, 500)
        .forEach(s -> molecules.add(ScoredMolecule.of(MoleculeReader.parse(s))));
    ProxyScorer scorer = new ProxyScorer(model);
    double[] scored = scorer.score(molecules).stream().mapToDouble(s -> s.value()).toArray();
    assertThat(scored).containsExactly(predicted, Offset.offset(1e-4));
    assertThat(scorer.score(molecules.subList(17, 18)).get(0).value()).isEqualTo(scored[17]);
  }

  @Test
  void aSeedGivesTheSameBitsWhateverTaskEndsFirst() {
    ProxyFit.Settings few = new ProxyFit.Settings(3, 3, 16, 0.01, 0, 4, 2, 7);
    float[] first = fit(few).parameters();
    assertThat(fit(few).parameters()).isEqualTo(first);
    ProxyFit.Settings other = new ProxyFit.Settings(3, 3, 16, 0.01, 0, 4, 2, 8);
    assertThat(Arrays.equals(fit(other).parameters(), first)).isFalse();
  }

  @Test
  void stopsWhenNothingGetsBetterAndKeepsTheBest() {
    ProxyFit.Settings settings = new ProxyFit.Settings(200, 2, 16, 0.05, 0, 2, 4, 7);
    List<Double> errors = new ArrayList<>();
    ProxyFit.Result result =
        new ProxyFit(LocalSpark.context(), NETWORK, settings)
            .run(
                rows(0, 350),
                rows(350, 400),
                (epoch, error, best) -> {
                  errors.add(error);
                  return true;
                });
    assertThat(result.epochs()).isLessThan(200).isEqualTo(result.bestEpoch() + 2);
    assertThat(result.validationError())
        .isEqualTo(errors.stream().mapToDouble(e -> e).min().orElseThrow())
        .isEqualTo(errors.get(result.bestEpoch() - 1));
  }

  @Test
  void oneLineIfItDiverges() {
    ProxyFit.Settings wild = new ProxyFit.Settings(5, 5, 16, 1e30, 0, 2, 4, 7);
    assertThatThrownBy(() -> fit(wild))
        .isInstanceOf(ProxyDivergedException.class)
        .hasMessageContaining("proxy.lr");
  }
}
