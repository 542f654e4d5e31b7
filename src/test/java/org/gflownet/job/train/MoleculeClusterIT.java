package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gflownet.testing.DataSets;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Molecules on a standalone cluster of two workers. Files are named relative to the driver's
 * directory, where executors, which run in others, do not find them: they have what Spark brings.
 */
class MoleculeClusterIT {
  @TempDir private static Path directory;
  private static Scripts scripts;
  private static String cluster;

  @BeforeAll
  static void startTheCluster() throws IOException, InterruptedException {
    Files.copy(DataSets.seh("best_params.pkl.gz"), directory.resolve("weights.pkl.gz"));
    Files.copy(DataSets.seh("blocks_PDB_105.json"), directory.resolve("blocks.json"));
    StringBuilder table = new StringBuilder("Smiles;nitrogens\n");
    for (int i = 0; i < 60; i++) {
      String smiles = "C" + "N".repeat(i % 2) + "C".repeat(i / 4 + 1) + "NC".repeat(i % 4);
      table.append(smiles).append(';').append(smiles.chars().filter(c -> c == 'N').count());
      table.append('\n');
    }
    Files.writeString(directory.resolve("table.csv"), table + "C1CC;1\n");
    scripts =
        new Scripts(
            directory, Map.of("GFLOWNET_CLUSTER_DIR", directory.resolve("cluster").toString()));
    Scripts.Result started = scripts.run("cluster.sh", "start", "--workers", "2", "--cores", "1");
    assertThat(started.exitCode()).as(started.toString()).isZero();
    cluster = started.out().lines().filter(line -> line.startsWith("spark://")).findFirst().get();
  }

  @AfterAll
  static void stopTheCluster() throws IOException, InterruptedException {
    if (scripts != null) {
      assertThat(scripts.run("cluster.sh", "stop").exitCode()).isZero();
      executorsHadNothingToComplainOf();
    }
  }

  /** What executors print, of all runs: no exception that nobody sees but in there. */
  private static void executorsHadNothingToComplainOf() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("cluster/work"))) {
      List<Path> logs = files.filter(file -> file.endsWith("stderr")).toList();
      assertThat(logs).hasSizeGreaterThanOrEqualTo(8);
      for (Path log : logs) {
        assertThat(Files.readAllLines(log))
            .as(log.toString())
            .isNotEmpty()
            .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
      }
    }
  }

  /** The metrics of a run but those that depend on time, caches or the cluster. */
  private static List<String> metrics(String run) throws IOException {
    String varying =
        "\"(seconds|transitions_per_s|(eval\\.)?reward_(evaluations|cache_hits))\":[^,}]*";
    return Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll(varying, ""))
        .toList();
  }

  private static Scripts.Result run(String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--set", "progress.mode=plain"));
    Scripts.Result result = scripts.run(script, all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result;
  }

  private static List<String> scored(String name, String master, String reward, String setting)
      throws IOException, InterruptedException {
    Scripts.Result result =
        run(
            "score.sh",
            "table.csv",
            name,
            "--reward",
            reward,
            "--set",
            setting,
            "--chunk-rows",
            "20",
            "--master",
            master);
    // Executors run in folders of their own and yet find what the command names by its own.
    assertThat(result.err()).doesNotContain("executors do not see");
    return Files.readAllLines(directory.resolve(name));
  }

  @Test
  void executorsTrainAndScoreWithTheDriversFiles() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("molecules.conf"),
        """
        env { name = molecule, max-blocks = 4, vocabulary = blocks.json }
        reward { name = seh, exponent = 4, seh.weights = weights.pkl.gz }
        model { width = 24, rounds = 2 }
        train { steps = 12, batch = 9, slices = 3 }
        eval { every = 6, samples = 16 }
        """);
    List<String> ends = new ArrayList<>();
    for (String master : List.of("in-process", cluster)) {
      String run = master.equals(cluster) ? "b" : "a";
      ends.add(run("train.sh", "molecules.conf", "--out", run, "--master", master).lastLine());
      assertThat(directory.resolve(run).resolve("report.html")).isNotEmptyFile();
    }
    assertThat(ends.get(1)).startsWith("parameters_sha256 ").isEqualTo(ends.get(0));
    assertThat(metrics("b")).isNotEmpty().isEqualTo(metrics("a"));
    String weights = "reward.seh.weights=weights.pkl.gz";
    assertThat(scored("b.csv", cluster, "seh", weights))
        .hasSize(62)
        .isEqualTo(scored("a.csv", "in-process", "seh", weights));
  }

  @Test
  void aFittedProxyScoresOnTheClusterToo() throws IOException, InterruptedException {
    run(
        "train-proxy.sh",
        "table.csv",
        "--target",
        "nitrogens",
        "--out",
        "proxy",
        "--set",
        "proxy.epochs=3",
        "--set",
        "proxy.bits=128",
        "--master",
        cluster);
    String model = "reward.proxy.model=proxy/proxy.zip";
    List<String> distributed = scored("d.csv", cluster, "proxy", model);
    List<String> here = scored("h.csv", "in-process", "proxy", model);
    assertThat(distributed).hasSize(62).hasSameSizeAs(here);
    assertThat(distributed.get(0)).isEqualTo("Smiles,nitrogens,reward,raw,error");
    for (int i = 1; i < 61; i++) {
      String[] a = distributed.get(i).split(",", -1);
      String[] b = here.get(i).split(",", -1);
      assertThat(a[0]).isEqualTo(b[0]);
      assertThat(Double.parseDouble(a[3])).isCloseTo(Double.parseDouble(b[3]), within(1e-4));
    }
    assertThat(distributed.get(61)).isEqualTo(here.get(61)).contains("cannot be read");
  }
}
