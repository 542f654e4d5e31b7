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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gflownet.job.Main;
import org.gflownet.testing.ParquetFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of visited objects of runs without Spark. */
class VisitedTableTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @BeforeEach
  void writeConfigurations() throws IOException {
    Files.writeString(
        directory.resolve("grid.conf"),
        """
        env { ndim = 2, height = 6 }
        model.hidden = [16, 16]
        train { steps = 60, batch = 8, slices = 3, lr = 0.01 }
        exploration.epsilon = 0.1
        eval.every = 20
        checkpoint { every = 25, keep = 2 }
        visited { enabled = true, every = 10 }
        cluster.master = "in-process[2]"
        progress.mode = none
        """);
    Files.writeString(
        directory.resolve("molecules.conf"),
        """
        env { name = molecule, max-blocks = 3 }
        reward { name = qed, exponent = 2 }
        model { width = 16, rounds = 1 }
        objective.eps = 1e-6
        train { steps = 12, batch = 6, slices = 2 }
        eval { every = 6, samples = 8 }
        checkpoint.every = 5
        cluster.master = "in-process[2]"
        progress.mode = none
        """);
  }

  private int train(String conf, String run, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                directory.resolve(conf).toString(),
                "--out",
                directory.resolve(run).toString()));
    args.addAll(Arrays.asList(more));
    return Main.run(args.toArray(String[]::new));
  }

  private Path visited(String run) {
    return directory.resolve(run).resolve("visited");
  }

  private JsonNode provenance(String run) throws IOException {
    return JSON.readTree(Files.readString(directory.resolve(run).resolve("provenance.json")));
  }

  private List<JsonNode> metrics(String run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static void assertEachOnce(List<Map<String, String>> rows, int steps, int batch) {
    Set<List<String>> keys = new HashSet<>();
    for (Map<String, String> row : rows) {
      keys.add(List.of(row.get("step"), row.get("trajectory")));
    }
    assertThat(rows).hasSize(steps * batch);
    assertThat(keys).hasSize(steps * batch);
  }

  @Test
  void windowsEndWithTheirStepsAndWithCheckpoints() {
    assertThat(train("grid.conf", "a")).isZero();
    assertThat(ParquetFiles.names(visited("a")))
        .containsExactly(
            "steps-00000000-00000010.parquet",
            "steps-00000010-00000020.parquet",
            "steps-00000020-00000025.parquet",
            "steps-00000025-00000030.parquet",
            "steps-00000030-00000040.parquet",
            "steps-00000040-00000050.parquet",
            "steps-00000050-00000060.parquet");
    List<Map<String, String>> rows = ParquetFiles.rows(visited("a"));
    assertEachOnce(rows, 60, 8);
    assertThat(rows.get(0).keySet())
        .containsExactly("step", "trajectory", "x0", "x1", "reward", "log_reward", "log_pf");
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i))
          .containsEntry("step", Integer.toString(i / 8))
          .containsEntry("trajectory", Integer.toString(i % 8));
      double reward = Double.parseDouble(rows.get(i).get("reward"));
      assertThat(Math.log(reward))
          .isCloseTo(Double.parseDouble(rows.get(i).get("log_reward")), within(1e-12));
      assertThat(Double.parseDouble(rows.get(i).get("log_pf"))).isLessThan(0.0);
    }
  }

  @Test
  void aTableIsKeptWithoutAnEffectOnTheParameters() throws IOException {
    assertThat(train("grid.conf", "with")).isZero();
    assertThat(train("grid.conf", "without", "--set", "visited.enabled=false")).isZero();
    assertThat(visited("without")).doesNotExist();
    assertThat(provenance("with").path("parameters_sha256"))
        .isEqualTo(provenance("without").path("parameters_sha256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train.slices=3", "train.sync=averaging", "train.sync=pipelined"})
  void aResumedRunHasEachRowOnce(String sync) throws IOException {
    String local = sync.endsWith("averaging") ? "train.local-steps=4" : "train.local-steps=1";
    assertThat(train("grid.conf", "a", "--set", sync, "--set", local)).isZero();
    List<Map<String, String>> expected = ParquetFiles.rows(visited("a"));
    assertEachOnce(expected, 60, 8);
    // As if the driver had been killed after it closed a window and before the next checkpoint.
    Files.delete(directory.resolve("a/checkpoints/step-00000060/manifest.json"));
    Files.delete(visited("a").resolve(ParquetFiles.names(visited("a")).get(6)));
    Files.writeString(visited("a").resolve(".steps-00000050-00000060.parquet.half"), "PAR1");
    assertThat(train("grid.conf", "a", "--set", sync, "--set", local, "--resume")).isZero();
    assertThat(provenance("a").path("resumed_from_step").asInt()).isBetween(48, 52);
    assertThat(ParquetFiles.rows(visited("a"))).isEqualTo(expected);
    assertThat(visited("a").resolve(".steps-00000050-00000060.parquet.half")).doesNotExist();
  }

  @Test
  void aRunThatDiedBeforeItsFirstCheckpointStartsItsTableAnew() throws IOException {
    assertThat(train("grid.conf", "a")).isZero();
    List<Map<String, String>> expected = ParquetFiles.rows(visited("a"));
    for (String step : List.of("00000050", "00000060")) {
      Files.delete(directory.resolve("a/checkpoints/step-" + step + "/manifest.json"));
    }
    assertThat(train("grid.conf", "a", "--resume")).isZero();
    assertThat(provenance("a").path("resumed_from_step").asInt()).isLessThan(50);
    assertThat(ParquetFiles.rows(visited("a"))).isEqualTo(expected);
  }

  @Test
  void moleculesAreKeptUnlessItIsRefused() throws IOException {
    assertThat(train("molecules.conf", "a")).isZero();
    List<Map<String, String>> rows = ParquetFiles.rows(visited("a"));
    assertEachOnce(rows, 12, 6);
    assertThat(rows.get(0).keySet())
        .contains(
            "step", "trajectory", "smiles", "blocks", "raw", "reward", "log_reward", "log_pf");
    Set<String> distinct = new HashSet<>();
    double best = 0;
    for (Map<String, String> row : rows) {
      distinct.add(row.get("smiles"));
      best = Math.max(best, Double.parseDouble(row.get("reward")));
      double raw = Double.parseDouble(row.get("raw"));
      assertThat(Double.parseDouble(row.get("reward")))
          .isCloseTo(Math.pow(Math.max(0.01, raw), 2), within(1e-9));
    }
    JsonNode last = metrics("a").get(1);
    assertThat(last.path("visited.unique").asInt()).isEqualTo(distinct.size());
    assertThat(last.path("visited.reward.max").asDouble()).isLessThanOrEqualTo(best);
    assertThat(last.has("visited.top10")).isTrue();
    assertThat(last.path("visited.invalid").asDouble()).isZero();
  }

  @Test
  void figuresOfVisitedMoleculesGoOnAfterAResume() throws IOException {
    assertThat(train("molecules.conf", "whole")).isZero();
    assertThat(train("molecules.conf", "parts", "--set", "train.steps=7")).isZero();
    assertThat(train("molecules.conf", "parts", "--resume")).isZero();
    JsonNode whole = metrics("whole").get(1);
    JsonNode parts = metrics("parts").get(metrics("parts").size() - 1);
    for (String key : List.of("step", "visited.unique", "visited.top10")) {
      assertThat(parts.path(key)).as(key).isEqualTo(whole.path(key));
    }
    assertThat(ParquetFiles.rows(visited("parts"))).isEqualTo(ParquetFiles.rows(visited("whole")));
  }
}
