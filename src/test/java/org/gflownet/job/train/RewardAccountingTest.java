package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gflownet.job.Main;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Programs;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reward of a run was asked for, and when a run ends because it fails. */
class RewardAccountingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @BeforeEach
  void writeConfigurations() throws IOException {
    Files.writeString(
        directory.resolve("vocabulary.csv"),
        "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\n");
    Files.writeString(
        directory.resolve("m.conf"),
        """
        env { name = molecule, min-blocks = 1, max-blocks = 3, vocabulary = "%s" }
        reward.name = qed
        model { width = 16, rounds = 1 }
        objective.eps = 1e-6
        train { steps = 12, batch = 16, slices = 3 }
        eval { every = 6, samples = 8 }
        checkpoint.every = 4
        cluster.master = "in-process[2]"
        progress.mode = none
        """
            .formatted(directory.resolve("vocabulary.csv")));
    Files.writeString(directory.resolve("receptor.pdbqt"), "ATOM\n");
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

  private String complaint(int expected, String run, String... more) {
    Terminal.Result result = Terminal.of(() -> train(run, more));
    assertThat(result.exitCode()).isEqualTo(expected);
    List<String> lines =
        result.err().lines().filter(line -> line.startsWith("gflownet: ")).toList();
    assertThat(lines).hasSize(1);
    assertThat(result.err()).doesNotContain("\tat ");
    return lines.get(0);
  }

  private JsonNode last(String run) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"));
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  @Test
  void tablesHoldTheRewardOfAMoleculeNotItsShare() throws IOException {
    String listed = "env.max-states=5000";
    assertThat(train("shared", listed, "env.count=molecule")).isZero();
    List<Map<String, String>> visited = ParquetFiles.rows(directory.resolve("shared/visited"));
    assertThat(visited).isNotEmpty();
    for (Map<String, String> row : visited) {
      double raw = Double.parseDouble(row.get("raw"));
      // The reward is qed itself.
      assertThat(Double.parseDouble(row.get("reward"))).isCloseTo(raw, within(1e-12));
      assertThat(Double.parseDouble(row.get("log_reward"))).isCloseTo(Math.log(raw), within(1e-9));
    }
    assertThat(Files.readString(directory.resolve("shared/metrics.jsonl")))
        .contains("visited.top10");
  }

  @Test
  void noRunFindsWhatAnotherOnePaidFor() throws IOException {
    String one = "cluster.master=in-process[1]";
    assertThat(train("first", "seed=11", one)).isZero();
    assertThat(train("second", "seed=12", one)).isZero();
    assertThat(train("third", "seed=12", one, "reward.max-failures=0.9")).isZero();
    long evaluations = last("third").path("reward_evaluations").asLong();
    assertThat(evaluations).isPositive();
    assertThat(last("second").path("reward_evaluations").asLong()).isEqualTo(evaluations);
  }

  @Test
  void callsAreTheDistinctMoleculesWhateverIsCachedAndWhoeverAsks() throws IOException {
    assertThat(train("a")).isZero();
    long distinct = distinct("a");
    assertThat(distinct).isBetween(5L, 12L * 16 - 1);
    assertThat(train("uncached", "reward.cache=0", "visited.enabled=false")).isZero();
    assertThat(train("alone", "cluster.master=in-process[1]")).isZero();
    for (String run : List.of("a", "uncached", "alone")) {
      assertThat(last(run).path("reward_calls").asLong()).as(run).isEqualTo(distinct);
      assertThat(last(run).path("reward_failures").asLong()).isZero();
      assertThat(last(run).path("reward_cache_hits").asDouble()).isBetween(0.1, 1.0);
    }
    assertThat(last("uncached").path("reward_evaluations").asLong())
        .isGreaterThanOrEqualTo(distinct);
  }

  @Test
  void callsGoOnAfterAResume() throws IOException {
    assertThat(train("whole")).isZero();
    assertThat(train("parts", "train.steps=7")).isZero();
    assertThat(train("parts", "--resume")).isZero();
    assertThat(last("parts").path("step").asInt()).isEqualTo(12);
    assertThat(last("parts").path("reward_calls")).isEqualTo(last("whole").path("reward_calls"));
  }

  @Test
  void baselinesAreCountedAlike() throws IOException {
    assertThat(train("random", "method.name=random")).isZero();
    assertThat(last("random").path("reward_calls").asLong()).isEqualTo(distinct("random"));
    String[] chains = {"method.name=mars", "method.mars.chains=8", "method.mars.minibatch=4"};
    assertThat(train("mars", chains)).isZero();
    long calls = last("mars").path("reward_calls").asLong();
    // Molecules that were proposed and not taken cost a call too.
    assertThat(calls).isGreaterThanOrEqualTo(distinct("mars"));
    assertThat(calls).isLessThan(last("mars").path("visited").asLong());
    String[] generations = {"method.name=ga", "method.ga.population=12", "method.ga.offspring=8"};
    assertThat(train("ga", generations)).isZero();
    assertThat(last("ga").path("visited").asLong()).isEqualTo(12 * 8);
    assertThat(last("ga").path("reward_calls").asLong()).isEqualTo(distinct("ga"));
    assertThat(train("parts", chains[0], chains[1], chains[2], "train.steps=5")).isZero();
    assertThat(train("parts", chains[0], chains[1], chains[2], "--resume")).isZero();
    assertThat(last("parts").path("reward_calls").asLong()).isEqualTo(calls);
  }

  private long distinct(String run) {
    return ParquetFiles.rows(directory.resolve(run).resolve("visited")).stream()
        .map(row -> row.get("smiles"))
        .distinct()
        .count();
  }

  @Test
  void callsAddUpInRoundsOfAveragingToo() throws IOException {
    assertThat(train("a", "train.sync=averaging", "train.local-steps=3")).isZero();
    assertThat(last("a").path("reward_calls").asLong()).isEqualTo(distinct("a"));
  }

  @Test
  void aRunWhoseRewardFailsTooOftenEndsWithACheckpoint() throws IOException {
    Programs.require("obabel", "vina");
    String[] docking = {
      "reward.name=docking",
      "reward.docking.receptor=" + directory.resolve("receptor.pdbqt"),
      "reward.docking.timeout=0.001",
      "reward.docking.retries=0",
      "env.min-blocks=3"
    };
    assertThat(complaint(1, "f", docking))
        .startsWith("gflownet: the run ends at step 2 of 12: 32 of the last 32 objects have no")
        .contains("no end within", "more than reward.max-failures = 0.1", "--resume");
    assertThat(directory.resolve("f/checkpoints/step-00000002/manifest.json")).exists();
    List<String> more = new ArrayList<>(List.of(docking));
    more.addAll(List.of("--resume", "reward.max-failures=1"));
    assertThat(train("f", more.toArray(String[]::new))).isZero();
    assertThat(last("f").path("reward_failures").asLong()).isEqualTo(12 * 16);
    assertThat(last("f").path("step").asInt()).isEqualTo(12);
  }

  @Test
  void otherContentInANamedFileIsNoResume() throws IOException {
    assertThat(train("a", "train.steps=4")).isZero();
    Files.writeString(
        directory.resolve("vocabulary.csv"),
        "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\nsulphur,S,0;0\n");
    assertThat(complaint(2, "a", "--resume"))
        .startsWith("gflownet: cannot resume")
        .contains("digests", "env.vocabulary");
  }
}
