package org.gflownet.run.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.Network;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluations by Spark tasks have the bits of those by threads, however many. */
class EvaluationSparkTest {
  private static final String GRID =
      "env { ndim = 3, height = 12 }, eval { samples = 700, exact-max-states = 10 }\n";

  @TempDir private Path directory;

  private GflownetConfig config(String text, int threads) throws IOException {
    Path vocabulary =
        Files.writeString(
            directory.resolve("vocabulary.csv"),
            "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\nsulphur,S,0;0\n");
    return ConfigLoader.parse(
        text.replace("VOCABULARY", "\"" + vocabulary + "\"")
            + "\nmodel { width = 16, rounds = 1, hidden = [16], engine = vector }"
            + "\ncluster.master = \"in-process["
            + threads
            + "]\"",
        "the test");
  }

  private static Map<String, Object> figures(GflownetConfig config, Session session) {
    return figures(Problem.of(config), config, session);
  }

  private static <S> Map<String, Object> figures(
      Problem<S> problem, GflownetConfig config, Session session) {
    Network network = new Network(config, problem);
    ConfiguredWorkers workers =
        new ConfiguredWorkers(config.render(), network.engine(), "evaluate");
    EvaluationRewards rewards = new EvaluationRewards(config);
    Map<String, Object> figures = new LinkedHashMap<>();
    try (PolicyEvaluation<S> evaluation =
        Evaluations.of(Setup.of(config, problem), workers, session, rewards)) {
      float[] parameters = network.initialState().parameters();
      figures.putAll(evaluation.evaluate(parameters));
      figures.putAll(evaluation.samples(parameters));
      parameters[3] += 0.5f;
      evaluation.evaluate(parameters).forEach((name, value) -> figures.put("again " + name, value));
    }
    figures.putAll(rewards.figures());
    // Two threads may compute the same score at the same time.
    figures.remove("eval.reward_evaluations");
    figures.remove("eval.reward_cache_hits");
    return figures;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env { name = molecule, min-blocks = 1, max-blocks = 5, vocabulary = VOCABULARY },"
            + " reward.name = qed, train.objective = tb, eval.samples = 700",
        "env { name = molecule, min-blocks = 1, max-blocks = 4, vocabulary = VOCABULARY, max-states"
            + " = 5000 }, reward.name = qed, train.objective = tb",
        GRID + "train.objective = subtb, objective.backward-policy = learned",
        GRID + "condition { min = 0.5, max = 2 }, train.objective = tb"
      })
  void sparkAndThreadsAgree(String text) throws IOException {
    Map<String, Object> alone = figures(config(text, 1), Session.inProcess(1));
    assertThat(alone).containsKeys("log_z", "again log_z");
    assertThat(alone.get("again log_z")).isNotNull();
    assertThat(alone.containsKey("elbo") || alone.containsKey("exact.tv")).isTrue();
    assertThat(figures(config(text, 3), Session.inProcess(3))).isEqualTo(alone);
    assertThat(figures(config(text, 1), Session.on(LocalSpark.context()))).isEqualTo(alone);
  }
}
