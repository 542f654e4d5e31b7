package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that train on earlier trajectories, too. */
class ReplayRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @BeforeEach
  void writeConfigurations() throws IOException {
    Files.writeString(
        directory.resolve("grid.conf"),
        """
        env { ndim = 2, height = 4, r0 = 0.1 }
        model.hidden = [24]
        train { steps = 700, batch = 16, slices = 3, lr = 0.02 }
        train.lr-schedule { name = linear, end = 0.0005 }
        objective { log-z-lr = 0.1 }
        exploration.epsilon = 0.05
        replay { capacity = 200, share = 0.5, start = 5 }
        eval.every = 700
        checkpoint.every = 300
        cluster.master = "in-process[1]"
        progress.mode = none
        """);
    Files.writeString(
        directory.resolve("molecules.conf"),
        """
        env { name = molecule, max-blocks = 3 }
        reward { name = qed, exponent = 2 }
        model { width = 16, rounds = 1 }
        train { objective = tb, steps = 12, batch = 6, slices = 2 }
        replay { kind = diverse-prioritised, paths = backward, share = 0.4, capacity = 20 }
        eval { every = 6, samples = 8 }
        checkpoint.every = 5
        cluster.master = "in-process[2]"
        progress.mode = none
        """);
  }

  private int train(String conf, String run, List<String> more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                directory.resolve(conf).toString(),
                "--out",
                directory.resolve(run).toString()));
    args.addAll(more);
    return Main.run(args.toArray(String[]::new));
  }

  private static List<String> set(String... assignments) {
    List<String> args = new ArrayList<>();
    for (String assignment : assignments) {
      args.add("--set");
      args.add(assignment);
    }
    return args;
  }

  private JsonNode lastMetrics(String run) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"));
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  private String digest(String run) throws IOException {
    return JSON.readTree(Files.readString(directory.resolve(run).resolve("provenance.json")))
        .path("parameters_sha256")
        .asText();
  }

  @ParameterizedTest
  @CsvSource({
    "tb, uniform, stored, uniform",
    "tb, reward-prioritised, backward, learned",
    "db, uniform, backward, uniform",
    "subtb, reward-prioritised, stored, uniform",
  })
  void offPolicyObjectivesFindTheTarget(
      String objective, String kind, String paths, String backwardPolicy) throws IOException {
    List<String> settings =
        set(
            "train.objective=" + objective,
            "replay.kind=" + kind,
            "replay.paths=" + paths,
            "objective.backward-policy=" + backwardPolicy);
    assertThat(train("grid.conf", "a", settings)).isZero();
    JsonNode metrics = lastMetrics("a");
    assertThat(metrics.path("exact.tv").asDouble()).isLessThan(0.05);
    // Half of the batch from step 5 on; rewards are known of what is drawn.
    int drawn = 700 * 8 - 5 * 8;
    assertThat(metrics.path("trajectories").asInt())
        .isBetween(700 * 16 - drawn, 700 * 16 - drawn + 20);
    assertThat(metrics.path("reward_calls")).isEqualTo(metrics.path("trajectories"));
    assertThat(metrics.path("visited")).isEqualTo(metrics.path("trajectories"));
  }

  @Test
  void localSearchFindsTheTargetAndCountsWhatItTries() throws IOException {
    List<String> settings =
        set(
            "train.objective=tb",
            "visited.enabled=true",
            "exploration.local-search.rounds=1",
            "exploration.local-search.steps=3");
    assertThat(train("grid.conf", "a", settings)).isZero();
    JsonNode metrics = lastMetrics("a");
    assertThat(metrics.path("exact.tv").asDouble()).isLessThan(0.05);
    assertThat(metrics.path("trajectories").asInt()).isEqualTo(2 * 700 * 16);
    assertThat(metrics.path("visited").asInt()).isEqualTo(2 * 700 * 16);
    List<Map<String, String>> rows = ParquetFiles.rows(directory.resolve("a/visited"));
    assertThat(rows.stream().map(row -> List.of(row.get("step"), row.get("trajectory"))).distinct())
        .hasSize(2 * 700 * 16);
  }

  @Test
  void aResumedRunDrawsTheSame() throws IOException {
    List<String> settings =
        set("replay.kind=diverse-prioritised", "train.sync=pipelined", "train.staleness=2");
    assertThat(train("molecules.conf", "whole", settings)).isZero();
    List<String> half = new ArrayList<>(settings);
    half.addAll(set("train.steps=7"));
    assertThat(train("molecules.conf", "halves", half)).isZero();
    List<String> rest = new ArrayList<>(settings);
    rest.add("--resume");
    assertThat(train("molecules.conf", "halves", rest)).isZero();
    assertThat(digest("halves")).isEqualTo(digest("whole"));
    assertThat(lastMetrics("halves").path("trajectories"))
        .isEqualTo(lastMetrics("whole").path("trajectories"));
  }
}
