package org.gflownet.run.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.job.Main;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.Network;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.testing.ExampleJar;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who scores the objects of evaluations, who is charged for them, and what ends them. */
class EvaluationRewardsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Threads that have scored a molecule since the test began. */
  private static final Set<Long> SCORING = ConcurrentHashMap.newKeySet();

  /** Makes a reward of its own of each test's: caches are shared within a JVM. */
  private static final AtomicInteger CACHE = new AtomicInteger(10_000);

  @TempDir private Path directory;
  private ExampleJar services;

  /** A score that remembers on which thread it was asked for. */
  public static final class WatchedPlugin implements ScorerPlugin {
    @Override
    public String name() {
      return "watched";
    }

    @Override
    public Map<String, Object> defaults() {
      return Map.of("fails", false);
    }

    @Override
    public boolean isExpensive() {
      return true;
    }

    @Override
    public MoleculeScorer scorer(PluginSettings settings) {
      return new WatchedScorer(settings.flag("fails"));
    }
  }

  private record WatchedScorer(boolean fails) implements MoleculeScorer {
    @Override
    public String name() {
      return "watched";
    }

    @Override
    public boolean readsStems() {
      return false;
    }

    @Override
    public List<Score> score(List<ScoredMolecule> molecules) {
      SCORING.add(Thread.currentThread().getId());
      return molecules.stream()
          .map(m -> fails ? Score.failed("out of order") : Score.of(m.molecule().numAtoms()))
          .toList();
    }
  }

  @BeforeEach
  void putThePluginOnTheClassPath() throws IOException {
    SCORING.clear();
    Path folder = Files.createDirectories(directory.resolve("classes/META-INF/services"));
    Files.writeString(
        folder.resolve(ScorerPlugin.class.getName()), WatchedPlugin.class.getName() + "\n");
    services = ExampleJar.of(directory.resolve("classes"));
    Files.writeString(
        directory.resolve("vocabulary.csv"),
        "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\nsulphur,S,0;0\n");
    Files.writeString(directory.resolve("m.conf"), settings("in-process[2]"));
  }

  @AfterEach
  void takeItAway() {
    services.close();
  }

  private String settings(String master) {
    return """
    env { name = molecule, min-blocks = 1, max-blocks = 5, vocabulary = "%s" }
    reward { name = watched, cache = %d }
    model { width = 16, rounds = 1 }
    train { objective = tb, steps = 12, batch = 4, slices = 2 }
    eval.every = 6
    checkpoint.every = 4
    cluster.master = "%s"
    progress.mode = none
    """
        .formatted(directory.resolve("vocabulary.csv"), CACHE.incrementAndGet(), master);
  }

  private int train(String run, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                directory.resolve("m.conf").toString(),
                "--out",
                directory.resolve(run).toString()));
    for (String setting : more) {
      args.addAll(setting.startsWith("--") ? List.of(setting) : List.of("--set", setting));
    }
    return Main.run(args.toArray(String[]::new));
  }

  private List<JsonNode> metrics(String run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private JsonNode last(String run) throws IOException {
    List<JsonNode> all = metrics(run);
    return all.get(all.size() - 1);
  }

  @Test
  void theDriversThreadScoresNothingNotEvenForTheReport() throws IOException {
    assertThat(train("a")).isZero();
    // The default of a reward that calls itself expensive, and a line of names.
    assertThat(Files.readAllLines(directory.resolve("a/evaluation/calibration.csv"))).hasSize(101);
    assertThat(SCORING).hasSizeGreaterThan(1).doesNotContain(Thread.currentThread().getId());
    SCORING.clear();
    assertThat(train("listed", "env.max-states=5000", "reward.cache=" + CACHE.incrementAndGet()))
        .isZero();
    assertThat(last("listed").has("exact.tv")).isTrue();
    assertThat(SCORING).isNotEmpty().doesNotContain(Thread.currentThread().getId());
  }

  @Test
  void callsOfEvaluationsAreCountedApart() throws IOException {
    assertThat(train("a")).isZero();
    long visited =
        ParquetFiles.rows(directory.resolve("a/visited")).stream()
            .map(row -> row.get("smiles"))
            .distinct()
            .count();
    assertThat(last("a").path("reward_calls").asLong()).isEqualTo(visited);
    long first = metrics("a").get(0).path("eval.reward_calls").asLong();
    assertThat(first).isBetween(10L, 100L);
    // The samples of the second evaluation are others, since the policy is another.
    assertThat(last("a").path("eval.reward_calls").asLong()).isBetween(first, 200L);
    assertThat(last("a").path("eval.reward_failures").asLong()).isZero();
    List<String> documented =
        Files.readAllLines(Path.of("docs/files.md")).stream()
            .filter(line -> line.startsWith("| `eval."))
            .map(line -> line.split("\\|", -1)[1].replace("`", "").strip())
            .toList();
    List<String> written = new ArrayList<>();
    last("a").fieldNames().forEachRemaining(written::add);
    written.removeIf(key -> !key.startsWith("eval."));
    assertThat(written).isEqualTo(documented).hasSize(4);
    JsonNode report =
        JSON.readTree(directory.resolve("a/evaluation/evaluation.json").toFile()).path("rewards");
    assertThat(report.path("eval.reward_calls").asLong())
        .isGreaterThan(last("a").path("eval.reward_calls").asLong());
    // What training asked for does not depend on whether anything was evaluated.
    for (String samples : List.of("2", "200")) {
      String[] more = {"eval.samples=" + samples, "reward.cache=0", "cluster.master=in-process[1]"};
      assertThat(train(samples, more)).isZero();
    }
    for (String key : List.of("reward_calls", "reward_failures", "reward_evaluations")) {
      assertThat(last("2").path(key)).as(key).isEqualTo(last("200").path(key));
    }
  }

  @Test
  void countsGoOnAfterAResume() throws IOException {
    assertThat(train("whole")).isZero();
    assertThat(train("parts", "train.steps=6")).isZero();
    assertThat(train("parts", "--resume")).isZero();
    assertThat(last("parts").path("eval.reward_calls").asLong()).isPositive();
    for (String key : List.of("eval.reward_calls", "eval.reward_failures", "elbo", "log_z")) {
      assertThat(last("parts").path(key)).as(key).isEqualTo(last("whole").path(key));
    }
  }

  @Test
  void failuresInAnEvaluationEndTheRunWithACheckpoint() throws IOException {
    List<String> fails = List.of("reward.plugin.fails=true", "train.batch=2", "eval.every=2");
    Terminal.Result result = Terminal.of(() -> train("f", with(fails, "train.steps=50")));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("gflownet: the run ends at step 2 of 50: in an evaluation ")
        .contains(" objects have no score, one of them: out of order")
        .contains("more than reward.max-failures = 0.1", "--resume");
    assertThat(directory.resolve("f/checkpoints/step-00000002/manifest.json")).exists();
    assertThat(last("f").path("eval.reward_failures").asLong()).isGreaterThan(20);
    assertThat(last("f").path("reward_failures").asLong()).isEqualTo(4);
    assertThat(train("f", with(fails, "--resume", "reward.max-failures=1", "train.steps=4")))
        .isZero();

    Terminal.Result evaluated =
        Terminal.of(() -> Main.run("evaluate", directory.resolve("f").toString()));
    assertThat(evaluated.exitCode()).isZero();
    assertThat(evaluated.out()).contains("eval.reward_failures");
    Terminal.Result refused =
        Terminal.of(
            () ->
                Main.run(
                    "evaluate",
                    directory.resolve("f").toString(),
                    "--set",
                    "reward.max-failures=0.2"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("gflownet: in an evaluation ")
        .contains("more than reward.max-failures = 0.2");
  }

  @Test
  void theEstimateOfLogZIsPaidForByTraining() throws IOException {
    assertThat(train("a", "objective.log-z-init=auto", "train.steps=6")).isZero();
    assertThat(train("b", "train.steps=6")).isZero();
    assertThat(last("a").path("visited").asLong()).isEqualTo(512 + 6 * 4);
    // A few hundred molecules in all, of which 24 visits see a few.
    assertThat(last("a").path("reward_calls").asLong())
        .isGreaterThan(2 * last("b").path("reward_calls").asLong());
    assertThat(ParquetFiles.rows(directory.resolve("a/visited"))).hasSize(6 * 4);
  }

  @Test
  void failuresInTheEstimateOfLogZEndTheRunBeforeItsFirstStep() throws IOException {
    String[] fails = {"objective.log-z-init=auto", "reward.plugin.fails=true"};
    Terminal.Result result = Terminal.of(() -> train("f", fails));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("gflownet: while objective.log-z-init = auto estimates log Z, ")
        .contains(" objects have no score, one of them: out of order")
        .contains("more than reward.max-failures = 0.1")
        .doesNotContain("\tat ");
    assertThat(directory.resolve("f/checkpoints")).doesNotExist();
    assertThat(train("f", with(List.of(fails), "--resume", "reward.max-failures=1"))).isZero();
    assertThat(last("f").path("reward_failures").asLong()).isEqualTo(512 + 12 * 4);
  }

  private static String[] with(List<String> settings, String... more) {
    return Stream.concat(settings.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void theDriverKeepsNothingOfWhatIsEvaluated() {
    GflownetConfig config = ConfigLoader.parse(settings("in-process[2]"), "the test");
    keepsNothing(Problem.of(config), config);
  }

  private static <S> void keepsNothing(Problem<S> problem, GflownetConfig config) {
    Network network = new Network(config, problem);
    ConfiguredWorkers workers =
        new ConfiguredWorkers(config.render(), network.engine(), UUID.randomUUID().toString());
    PolicyEvaluation<S> evaluation =
        Evaluations.of(Setup.of(config, problem), workers, Session.inProcess(1), counts -> {});
    assertThat(evaluation.evaluate(network.initialState().parameters())).containsKey("elbo");
    assertThat(problem.reward().takeCounts().digests()).isEmpty();
  }
}
