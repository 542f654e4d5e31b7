package org.gflownet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.testing.Eventually;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts that only pretend to train. */
class BenchTest {
  @TempDir Path directory;
  private Bench bench;

  @BeforeEach
  void pretend() throws IOException {
    Files.createDirectories(directory.resolve("scripts"));
    script(
        "train.sh",
        """
        echo "$@" >> ../arguments
        mkdir -p "$3"
        for i in 1 2 3 4 5 6 7 8; do
          echo "{\\"step\\":$i,\\"transitions\\":${i}00,\\"seconds\\":$i,\\"exact.tv\\":0.$((9 - i))}" \\
            >> "$3/metrics.jsonl"
        done
        printf '{"step":9,"tran' >> "$3/metrics.jsonl"
        sleep 60
        """);
    script("fails.sh", "echo 'no such cluster'; exit 3");
    script(
        "yardstick.sh",
        """
        echo "some warning"
        for i in 1 2 3 4 5 6 7 8; do
          echo "{\\"steps\\":$i,\\"transitions\\":${i}0,\\"seconds\\":$i,\\"exact_tv\\":0.$((9 - i))}"
        done
        sleep 60
        """);
    bench = new Bench(directory.resolve("scripts"), directory.resolve("out"));
  }

  private void script(String name, String body) throws IOException {
    Path file = directory.resolve("scripts").resolve(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Plan plan() {
    return new Plan(2, 5, 5, List.of(directory.resolve("scripts/yardstick.sh").toString()));
  }

  private static String driverRow(int executors) {
    return executors + ",1,1000,driver,0,9,2.5,main,1,1,1,1,0,9,0,NaN\n";
  }

  /** What the probe is asked for, and its rows as they come. */
  @Test
  void probesTheDriverOnAClusterOfItsOwn() throws InterruptedException, IOException {
    script(
        "cluster.sh",
        """
        echo "$@" >> ../cluster-arguments
        echo spark://127.0.0.1:7
        """);
    script(
        "_submit.sh",
        """
        echo "$@" >> ../arguments
        header=executors,tasks,floats,gather,work_ms,steps,driver_cpu_ms_per_step,busiest_thread
        header=$header,busiest_thread_ms,serial_ms_per_step,bytes_in,bytes_out,vectors_merged
        header=$header,wall_ms,efficiency,executors_busy
        echo $header > driver.csv
        printf '%s' '\
        """
            + driverRow(1)
            + """
            ' >> driver.csv
            sleep 0.3
            printf '%s' '\
            """
            + driverRow(4)
            + """
            ' >> driver.csv
            """);
    List<Figure> figures = new ArrayList<>();
    new DriverLoad(
            Optional.empty(), new DriverLoad.Executors(4, 1, 96), List.of("--executors", "1,4"))
        .run(bench, plan(), figures::add);
    assertThat(figures).hasSize(2);
    assertThat(figures.get(1).work()).startsWith("4 executors, 1 tasks, 1000 floats");
    assertThat(figures.get(1).ours().values()).containsExactly(2.5);
    assertThat(Files.readString(directory.resolve("arguments")))
        .contains("bench --probe-here --out " + directory.resolve("out"))
        .contains("--master spark://127.0.0.1:7 --executors 1,4");
    assertThat(Files.readAllLines(directory.resolve("cluster-arguments")))
        .containsExactly("start --workers 1 --cores 4 --memory 384m", "stop");
  }

  @Test
  void aMistakeThatTheProbeFindsIsItsLine() throws IOException {
    script("_submit.sh", "echo 'gflownet: the master is not there'; exit 2");
    DriverLoad load =
        new DriverLoad(Optional.of("spark://h:1"), new DriverLoad.Executors(4, 1, 96), List.of());
    assertThatThrownBy(() -> load.run(bench, plan(), figure -> {}))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the master is not there");
  }

  @Test
  void listsOfProcessorsAreRead() {
    assertThat(Processors.parse("0-2,5")).containsExactly(0, 1, 2, 5);
    assertThat(Processors.parse("7")).containsExactly(7);
    assertThat(Processors.on(List.of(1, 2))).containsExactly("taskset", "-c", "1,2");
  }

  @Test
  void comparesRatesInTurn() throws InterruptedException, IOException {
    List<Figure> figures = new ArrayList<>();
    new YardstickRates().run(bench, plan(), figures::add);
    assertThat(figures).hasSize(6);
    assertThat(figures.get(0).ours().values()).containsExactly(100.0, 100.0);
    assertThat(figures.get(0).other().values()).containsExactly(10.0, 10.0);
    assertThat(figures.get(0).ratio().median()).isEqualTo(10.0);
    assertThat(Files.readAllLines(directory.resolve("arguments")).get(0))
        .contains("--master in-process[1]", "env.height=8", "train.batch=16", "train.slices=1");
  }

  @Test
  void comparesTimesToAQuality() throws InterruptedException {
    List<Figure> figures = new ArrayList<>();
    new TunedQuality().run(bench, plan(), figures::add);
    Figure last = figures.get(figures.size() - 1);
    assertThat(figures).hasSize(31);
    assertThat(last.ours().median()).isInfinite();
    assertThat(MeasurementReport.row(last)).contains("not reached");
  }

  @Test
  void countsMoleculesPerSecondWithTheGivenSettings() throws InterruptedException, IOException {
    List<Figure> figures = new ArrayList<>();
    new Molecules(List.of("reward.name=logp")).run(bench, plan(), figures::add);
    assertThat(figures).hasSize(2);
    assertThat(figures.get(0).ours().values()).containsExactly(32.0, 32.0);
    List<String> runs = Files.readAllLines(directory.resolve("arguments"));
    assertThat(runs).allMatch(run -> run.contains("molecules-qed.conf"));
    assertThat(runs.get(0)).contains("--set reward.name=logp").doesNotContain("model.width");
    assertThat(runs.get(2)).contains("model.width=256", "model.rounds=10");
  }

  @Test
  void timesEachWayOfSynchronising() throws InterruptedException {
    List<Figure> figures = new ArrayList<>();
    new ModesQuality().run(bench, new Plan(1, 5, 8, List.of()), figures::add);
    assertThat(figures).hasSize(12);
    assertThat(figures.get(0).ours().values()).containsExactly(8.0);
    assertThat(figures.get(1).ours().values()).containsExactly(1000.0);
  }

  @Test
  void comparesScoringWithAYardstickAndExecutorsWithOneAnother()
      throws InterruptedException, IOException {
    script(
        "ours.sh",
        "echo \"$@\" > ../ours; echo WARNING; echo '{\"network_per_s\":30,\"together_per_s\":8}'");
    script(
        "theirs.sh", "echo \"$@\" > ../theirs; echo '{\"network_per_s\":10,\"together_per_s\":4}'");
    script("cluster.sh", "echo $1 >> ../cluster; echo spark://127.0.0.1:1");
    script(
        "score.sh",
        """
        echo "$@" >> ../scored
        n=$(echo "$@" | grep -o 'cores [12]' | cut -d' ' -f2)
        for i in 1 2 3 4 5 6; do
          echo "row ${i}000 of 6000 ($i%): 9 rows/s, about 1 s left"
          sleep "0.$((4 / n))"
        done
        """);
    List<Figure> figures = new ArrayList<>();
    Path scripts = directory.resolve("scripts");
    new Scoring(
            List.of(scripts.resolve("ours.sh").toString()),
            List.of(scripts.resolve("theirs.sh").toString()),
            "w.npz",
            List.of("CCO", "C"))
        .run(bench, new Plan(2, 0.001, 1, List.of()), figures::add);
    assertThat(figures).hasSize(3);
    assertThat(figures.get(0).ratio().values()).containsExactly(3.0, 3.0);
    assertThat(figures.get(1).ratio().values()).containsExactly(2.0, 2.0);
    assertThat(figures.get(2).ratio().median()).isBetween(1.4, 2.6);
    assertThat(directory.resolve("out/molecules.csv")).hasContent("smiles\nCCO\nC\n");
    assertThat(directory.resolve("out/repeated.csv")).hasContent("smiles\nCCO\nC\nCCO\nC\n");
    assertThat(Files.readString(directory.resolve("ours"))).contains("w.npz", "molecules.csv");
    assertThat(Files.readString(directory.resolve("theirs"))).contains("--threads 1");
    assertThat(Files.readAllLines(directory.resolve("cluster"))).containsExactly("start", "stop");
    assertThat(Files.readAllLines(directory.resolve("scored")))
        .hasSize(4)
        .allMatch(line -> line.contains("reward.cache=0") && line.contains("--chunk-rows 2"));
  }

  @Test
  void aFailedProcessIsAnErrorWithItsLastWords() {
    assertThatThrownBy(() -> bench.script(List.of(), "fails.sh"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("code 3")
        .hasMessageContaining("no such cluster");
  }

  @Test
  void writesMarkdownAndJson() throws IOException {
    MeasurementReport report =
        new MeasurementReport(directory.resolve("out"), Map.of("machine", "2 processors"));
    Spread ours = new Spread(List.of(2.0, 3.0, 4.0));
    report.add(
        Figure.less("c", "some work", "time", "s", ours, new Spread(List.of(4.0, 9.0, 4.0))));
    report.add(Figure.of("c", "more", "time", "s", new Spread(List.of(Double.POSITIVE_INFINITY))));
    assertThat(Files.readString(directory.resolve("out/bench.md")))
        .contains("- machine: 2 processors")
        .contains(
            "| some work | time | s | 3.000 (2.000 to 4.000) | 4.000 (4.000 to 9.000) |"
                + " 2.000 (1.000 to 3.000) |");
    JsonNode json = new ObjectMapper().readTree(directory.resolve("out/bench.json").toFile());
    assertThat(json.path("figures").path(0).path("ratio").path(1).asDouble()).isEqualTo(3.0);
    assertThat(json.path("figures").path(1).path("ours").path(0).isNull()).isTrue();
  }

  @Test
  void aBrakeStopsAProcessAgainAndAgainAndLetsItGo() throws Exception {
    Process busy =
        new ProcessBuilder(
                "bash", "-c", "while :; do :; done", "CoarseGrainedExecutorBackend", "brake-test")
            .start();
    try {
      try (HalfSpeed brake = new HalfSpeed("brake-test")) {
        assertThat(brake).isNotNull();
        Eventually.until(
            "stopped process", Duration.ofSeconds(20), () -> state(busy).equals(Optional.of("T")));
      }
      assertThat(state(busy)).isNotEqualTo(Optional.of("T"));
    } finally {
      busy.destroyForcibly();
    }
  }

  private static Optional<String> state(Process process) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("State:"))
          .map(line -> line.substring("State:".length()).trim().substring(0, 1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
