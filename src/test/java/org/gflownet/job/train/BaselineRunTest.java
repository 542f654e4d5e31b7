package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gflownet.job.Main;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Baselines from the command line to the run folder. */
class BaselineRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SAME =
      List.of(
          "step",
          "visited",
          "transitions",
          "reward_calls",
          "visited_reward_mean",
          "l1.mean",
          "l1.sum",
          "modes.regions",
          "modes.cells",
          "exact.tv",
          "loss");

  @TempDir private Path directory;
  private Terminal terminal;
  private Path conf;

  @BeforeEach
  void capture() throws IOException {
    conf = directory.resolve("grid.conf");
    Files.writeString(
        conf,
        """
        env { ndim = 2, height = 8, termination = forced }
        model.hidden = [16, 16]
        train { steps = 40, batch = 8, slices = 3, lr = 0.01 }
        method { mcmc.chains = 7, mars { chains = 7, minibatch = 4 }, ppo.trajectories = 32 }
        method.ga { population = 20, offspring = 7 }
        eval.every = 20
        checkpoint { every = 15, keep = 2 }
        cluster.master = "in-process[1]"
        progress.mode = plain
        """);
    terminal = new Terminal();
  }

  @AfterEach
  void release() {
    terminal.close();
  }

  private int train(String run, String method, String... more) {
    List<String> args = new ArrayList<>(List.of("train", conf.toString()));
    args.addAll(List.of("--out", directory.resolve(run).toString()));
    args.addAll(List.of("--set", "method.name=" + method));
    args.addAll(Arrays.asList(more));
    return Main.run(args.toArray(String[]::new));
  }

  private List<List<JsonNode>> figures(String run) throws IOException {
    List<List<JsonNode>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      JsonNode all = JSON.readTree(line);
      lines.add(SAME.stream().map(all::path).toList());
    }
    return lines;
  }

  private JsonNode last(String run) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"));
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  private String digest(String run) throws IOException {
    Path file = directory.resolve(run).resolve("provenance.json");
    return JSON.readTree(Files.readString(file)).path("parameters_sha256").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcmc", "ppo", "random", "mars", "ga"})
  void threeThreadsAndAResumedRunGiveTheSameFigures(String method) throws IOException {
    assertThat(train("whole", method)).isZero();
    assertThat(train("threads", method, "--set", "cluster.master=in-process[3]")).isZero();
    assertThat(train("parts", method, "--set", "train.steps=25")).isZero();
    assertThat(train("parts", method, "--resume")).isZero();
    assertThat(figures("threads")).isEqualTo(figures("whole"));
    // The first part has a report of its own at step 25, the rest is the same.
    assertThat(figures("parts").get(0)).isEqualTo(figures("whole").get(0));
    List<JsonNode> resumed = new ArrayList<>(figures("parts").get(2));
    List<JsonNode> whole = new ArrayList<>(figures("whole").get(1));
    // Means since the last report are over other steps.
    for (String key : List.of("loss", "visited_reward_mean")) {
      resumed.set(SAME.indexOf(key), null);
      whole.set(SAME.indexOf(key), null);
    }
    assertThat(resumed).isEqualTo(whole);
    assertThat(digest("threads")).isEqualTo(digest("whole"));
    assertThat(digest("parts")).isEqualTo(digest("whole"));
  }

  @Test
  void everyMoveOfEveryChainIsVisited() throws IOException {
    assertThat(train("a", "mcmc")).isZero();
    assertThat(last("a").path("visited").asLong()).isEqualTo(40 * 7 * 16);
    assertThat(last("a").path("reward_calls").asLong()).isBetween(2000L, 40L * 7 * 16 - 1);
    assertThat(last("a").has("exact.tv")).isFalse();
    assertThat(last("a").path("l1.sum").asDouble()).isBetween(0.01, 0.7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcmc", "ppo", "random", "mars", "ga"})
  void everySampleHasItsRowOnce(String method) throws IOException {
    String[] kept = {"--set", "visited.enabled=true", "--set", "train.steps=20"};
    assertThat(train("whole", method, kept)).isZero();
    String[] some = {"--set", "visited.enabled=true", "--set", "train.steps=7"};
    assertThat(train("parts", method, some)).isZero();
    String[] rest = {"--resume", "--set", "visited.enabled=true", "--set", "train.steps=20"};
    assertThat(train("parts", method, rest)).isZero();
    List<Map<String, String>> whole = ParquetFiles.rows(directory.resolve("whole/visited"));
    assertThat(whole).hasSize(last("whole").path("visited").asInt());
    assertThat(ParquetFiles.rows(directory.resolve("parts/visited")))
        .containsExactlyInAnyOrderElementsOf(whole);
    assertThat(whole.stream().map(r -> r.get("step") + " " + r.get("trajectory")).distinct())
        .hasSize(whole.size());
    // Chains and populations have no policy that the probability of a path could be of.
    boolean pathless = List.of("mcmc", "mars", "ga").contains(method);
    assertThat(whole).allSatisfy(row -> assertThat(row.get("log_pf") == null).isEqualTo(pathless));
    double mean =
        whole.stream()
            .mapToDouble(row -> Double.parseDouble(row.get("reward")))
            .average()
            .orElse(0);
    assertThat(last("whole").path("visited_reward_mean").asDouble()).isCloseTo(mean, within(1e-9));
  }

  @Test
  void policiesAreMeasuredExactly() throws IOException {
    assertThat(train("r", "random")).isZero();
    assertThat(train("p", "ppo")).isZero();
    assertThat(last("r").path("visited").asLong()).isEqualTo(40 * 8);
    assertThat(last("r").path("reward_calls").asLong()).isEqualTo(40 * 8);
    assertThat(last("r").path("exact.tv").asDouble()).isBetween(0.3, 1.0);
    assertThat(last("p").path("visited").asLong()).isEqualTo(40 * 32);
    assertThat(last("p").path("exact.tv").asDouble()).isBetween(0.0, 1.0);
    assertThat(last("p").has("exact.log_z_error")).isFalse();
  }

  @Test
  void aGflownetIsCountedAlike() throws IOException {
    assertThat(train("g", "gflownet")).isZero();
    assertThat(last("g").path("visited").asLong()).isEqualTo(40 * 8);
    assertThat(last("g").path("reward_calls").asLong()).isEqualTo(40 * 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcmc", "ga"})
  void chainsAndPopulationsLeaveNoPolicyToSampleFrom(String method) {
    assertThat(train("a", method)).isZero();
    String run = directory.resolve("a").toString();
    assertThat(Main.run(new String[] {"evaluate", run})).isEqualTo(2);
    assertThat(terminal.err()).contains("method.name = " + method, "no policy", "metrics.jsonl");
  }

  @Test
  void everyOffspringIsVisitedAndOnlyNewOnesAreScored() throws IOException {
    assertThat(train("a", "ga")).isZero();
    assertThat(last("a").path("visited").asLong()).isEqualTo(40 * 7);
    assertThat(last("a").path("reward_calls").asLong()).isBetween(20L, 40L * 7);
    assertThat(last("a").has("exact.tv")).isFalse();
    // A population of all 63 cells leaves nothing to score.
    assertThat(train("full", "ga", "--set", "method.ga.population=64")).isZero();
    long calls = last("full").path("reward_calls").asLong();
    assertThat(
            train("longer", "ga", "--set", "method.ga.population=64", "--set", "train.steps=400"))
        .isZero();
    assertThat(last("longer").path("visited").asLong()).isEqualTo(400 * 7);
    assertThat(last("longer").path("reward_calls").asLong()).isBetween(calls, 400L);
  }

  @Test
  void aBudgetOfCallsEndsAPopulationAfterTheStepThatSpendsIt() throws IOException {
    String calls = "train.budget.reward-calls=100";
    assertThat(train("c", "ga", "--set", calls, "--set", "train.steps=1000")).isZero();
    assertThat(last("c").path("reward_calls").asLong()).isBetween(100L, 106L);
    String visits = "train.budget.visited=100";
    assertThat(train("v", "ga", "--set", visits, "--set", "train.steps=1000")).isZero();
    assertThat(last("v").path("visited").asLong()).isEqualTo(105);
  }

  @Test
  void aRandomPolicyCanBeEvaluated() {
    assertThat(train("a", "random")).isZero();
    assertThat(Main.run(new String[] {"evaluate", directory.resolve("a").toString()})).isZero();
  }
}
