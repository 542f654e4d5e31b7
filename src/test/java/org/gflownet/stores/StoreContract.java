package org.gflownet.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gflownet.math.Progress;
import org.gflownet.spark.HadoopCheckpointStore;
import org.gflownet.spark.RunDirectory;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.ParametersCodec;
import org.gflownet.testing.QuickJvms;
import org.gflownet.testing.Scripts;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.TrainingState;

/** What every command does with folders and files on a store, in processes of their own. */
final class StoreContract {
  static final String GRID =
      """
      env { ndim = 3, height = 5, reward = original-hard }
      model.hidden = [32, 24]
      train { steps = %d, batch = 13, slices = 4, lr = 0.01 }
      exploration.epsilon = 0.05
      eval.every = 40
      checkpoint { every = 5, keep = 2 }
      visited { enabled = true, every = 7 }
      progress.mode = plain
      """;

  /** On a machine with much else to do; a command takes some seconds. */
  private static final int MINUTES = 10;

  private static final Duration PATIENCE = Duration.ofMinutes(MINUTES);

  private static final AtomicReference<String> EXPECTED = new AtomicReference<>();

  private final Path directory;
  private final Scripts scripts;
  private final String root;
  private final Configuration hadoop;
  private final List<String> submit;

  /**
   * The commands, as a user would type them.
   *
   * @param directory local working directory
   * @param root URI of a folder on the store
   * @param hadoop settings with which this JVM looks at it
   * @param environment of the scripts
   * @param submit options of spark-submit
   */
  StoreContract(
      Path directory,
      String root,
      Configuration hadoop,
      Map<String, String> environment,
      String... submit)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    this.scripts = new Scripts(directory, QuickJvms.with(environment));
    this.root = root;
    this.hadoop = hadoop;
    this.submit = List.of(submit);
    Files.writeString(directory.resolve("grid.conf"), GRID.formatted(120));
    Files.writeString(directory.resolve("long.conf"), GRID.formatted(1_000_000));
  }

  /** A location on the store. */
  String at(String name) {
    return root + "/" + name;
  }

  /** A folder on the store, as this JVM sees it. */
  RunDirectory folder(String name) {
    return new RunDirectory(at(name), hadoop);
  }

  /** Starts a script with the store's options. */
  Scripts.Running start(String script, String... args) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    if (!submit.isEmpty()) {
      if (!all.contains("--")) {
        all.add("--");
      }
      all.addAll(submit);
    }
    return scripts.start(script, all.toArray(String[]::new));
  }

  /** Runs a script to its end, which is a good one. */
  Scripts.Result run(String script, String... args) throws IOException, InterruptedException {
    Scripts.Result result = start(script, args).await(MINUTES);
    assertThat(result.exitCode()).as(script + " " + List.of(args) + ": " + result).isZero();
    return result;
  }

  /** The last line of a run on a local disk, on one thread; the same for all stores. */
  String expected() throws IOException, InterruptedException {
    synchronized (EXPECTED) {
      if (EXPECTED.get() == null) {
        Scripts.Result result =
            scripts.run("train.sh", "grid.conf", "--out", "expected", "--master", "local[1]");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        EXPECTED.set(result.lastLine());
      }
      return EXPECTED.get();
    }
  }

  /** Steps with a whole checkpoint. */
  private long newestCheckpoint(String run) {
    return folder(run).filesBelow().stream()
        .filter(file -> file.matches("checkpoints/step-\\d+/manifest\\.json"))
        .mapToLong(file -> Long.parseLong(file.replaceAll("\\D", "")))
        .max()
        .orElse(-1);
  }

  /** Kills a driver with -9 somewhere after a step, and lets another process go on to the end. */
  void killedAndResumed(String run, String master, long step, String expected)
      throws IOException, InterruptedException {
    Scripts.Running running = start("train.sh", "grid.conf", "--out", at(run), "--master", master);
    Eventually.until(
        "a checkpoint at or after step " + step,
        PATIENCE,
        () -> !running.isAlive() || newestCheckpoint(run) >= step);
    running.signal("KILL");
    Scripts.Result killed = running.await();
    assertThat(killed.exitCode()).as(killed.toString()).isEqualTo(137);
    Scripts.Result resumed =
        run("train.sh", "grid.conf", "--out", at(run), "--master", master, "--resume");
    assertThat(resumed.lastLine()).isEqualTo(expected);
    assertThat(folder(run).names())
        .contains("config.resolved.conf", "metrics.jsonl", "provenance.json", "report.html")
        .noneMatch(name -> name.startsWith("."));
    assertThat(folder(run).readText("metrics.jsonl", 1 << 20)).hasLineCount(3);
    List<String> visited = folder(run).child("visited").names();
    assertThat(visited).noneMatch(name -> name.startsWith("."));
    assertThat(visited.get(0)).startsWith("steps-00000000-");
    assertThat(visited.get(visited.size() - 1)).endsWith("-00000120.parquet");
  }

  /** A second driver does not write into the folder of one that runs, which goes on. */
  void anotherDriverIsRefused(String run, String master) throws IOException, InterruptedException {
    Scripts.Running first = start("train.sh", "long.conf", "--out", at(run), "--master", master);
    Eventually.until(
        "a checkpoint", PATIENCE, () -> !first.isAlive() || newestCheckpoint(run) >= 5);
    Scripts.Result second =
        start("train.sh", "long.conf", "--out", at(run), "--master", master, "--resume")
            .await(MINUTES);
    assertThat(second.exitCode()).as(second.toString()).isEqualTo(2);
    assertThat(second.err()).contains("is written by process " + first.pid() + " on");
    long before = newestCheckpoint(run);
    Eventually.until(
        "a later checkpoint", PATIENCE, () -> !first.isAlive() || newestCheckpoint(run) > before);
    assertThat(first.isAlive()).isTrue();
    first.signal("TERM");
    Scripts.Result stopped = first.await();
    assertThat(stopped.exitCode()).as(stopped.toString()).isEqualTo(143);
    assertThat(stopped.err()).contains("interrupted at step", "checkpoint written");
    assertThat(folder(run).names()).noneMatch(name -> name.startsWith("."));
  }

  /** Samples a run, once as one file and once as a folder of files. */
  void samples(String run, String master) throws IOException, InterruptedException {
    samplesIntoAFile(run, master);
    run("sample.sh", at(run), "--num", "500", "--output", at("s.parquet"), "--master", master);
    assertThat(folder("s.parquet").names())
        .contains("_SUCCESS")
        .filteredOn(name -> name.startsWith("part-"))
        .isNotEmpty();
    assertThat(folder("").names()).noneMatch(name -> name.startsWith("."));
  }

  /** Samples a run into one file. */
  void samplesIntoAFile(String run, String master) throws IOException, InterruptedException {
    run("sample.sh", at(run), "--num", "500", "--output", at("s.csv"), "--master", master);
    assertThat(folder("").readText("s.csv", 1 << 20))
        .hasLineCount(501)
        .startsWith("x0,x1,x2,log_reward,log_pf\n");
    assertThat(folder("").names()).noneMatch(name -> name.startsWith("."));
  }

  /** Evaluates a run and writes its page again. */
  void evaluatesAndReports(String run, String master) throws IOException, InterruptedException {
    run("evaluate.sh", at(run), "--master", master);
    run("report.sh", at(run), "--refresh", "--master", master);
    assertThat(folder(run).readText("report.html", 1 << 26)).contains("</html>");
    assertThat(folder(run).child("evaluation").names()).contains("evaluation.json");
  }

  /** Scores a table that is on the store into one that is, too, and that one once more. */
  void scores(String master) throws IOException, InterruptedException {
    scoresATable(master);
    run("score.sh", "--reward", "mw", at("out.parquet"), at("again.csv"), "--master", master);
    assertThat(folder("").readText("again.csv", 1 << 20)).hasLineCount(4).contains("c1ccccc1,");
    assertThat(folder("").names())
        .noneMatch(name -> name.startsWith(".") || name.endsWith(".parts"));
  }

  /** Scores a table that is on the store into one that is, too. */
  void scoresATable(String master) throws IOException, InterruptedException {
    folder("").replaceText("in.csv", "smiles\nCCO\nc1ccccc1\nCCN\n");
    run("score.sh", "--reward", "mw", at("in.csv"), at("out.parquet"), "--master", master);
    assertThat(folder("").names())
        .contains("out.parquet")
        .noneMatch(name -> name.startsWith(".") || name.endsWith(".parts"));
  }

  /** Fits a proxy to data on the store. */
  void fitsAProxy(String master) throws IOException, InterruptedException {
    StringBuilder data = new StringBuilder("Smiles;nitrogens\n");
    for (int i = 0; i < 60; i++) {
      String smiles = "C" + "N".repeat(i % 2) + "C".repeat(i / 4 + 1) + "NC".repeat(i % 4);
      data.append(smiles).append(';').append(smiles.chars().filter(c -> c == 'N').count());
      data.append('\n');
    }
    folder("").replace("n.csv", out -> out.write(data.toString().getBytes(StandardCharsets.UTF_8)));
    List<String> args = new ArrayList<>(List.of(at("n.csv"), "--target", "nitrogens"));
    args.addAll(List.of("--out", at("proxy"), "--master", master));
    for (String setting : List.of("proxy.epochs=2", "proxy.bits=64", "proxy.workers=2")) {
      args.addAll(List.of("--set", setting));
    }
    run("train-proxy.sh", args.toArray(String[]::new));
    assertThat(folder("proxy").names()).contains("proxy.zip", "held-out.png", "settings.conf");
  }

  /** Compares two settings, each run in a task of its own. */
  void compares(String master) throws IOException, InterruptedException {
    Scripts.Result result =
        run(
            "compare.sh",
            "grid.conf",
            "--out",
            at("both"),
            "--grid",
            "train.lr=0.01,0.001",
            "--master",
            master,
            "--",
            "--conf",
            "spark.speculation=true");
    assertThat(result.err()).contains("spark.speculation is off");
    assertThat(folder("both").names())
        .contains("measurements.csv", "measurements.parquet", "ranking.csv", "report.html")
        .noneMatch(name -> name.startsWith("."));
    for (String run : folder("both").child("runs").names()) {
      assertThat(folder("both/runs/" + run).readText("outcome.json", 1 << 16)).contains("\"done\"");
    }
  }

  /**
   * What it costs to save.
   *
   * @param checkpoint requests of a checkpoint, with the removal of an old one
   * @param report requests of a report
   * @param millis of a checkpoint, the median
   */
  record Cost(long checkpoint, long report, double millis) {}

  /** Saves checkpoints as large as a run on a grid has, and files as reports are. */
  Cost cost(ToLongFunction<FileSystem> requests) throws IOException {
    RunDirectory run = folder("cost");
    FileSystem files = FileSystem.get(URI.create(root), hadoop);
    HadoopCheckpointStore store =
        new HadoopCheckpointStore(run.child("checkpoints"), new ParametersCodec(), 2);
    List<Long> counts = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    for (int step = 1; step <= 20; step++) {
      long before = requests.applyAsLong(files);
      long start = System.nanoTime();
      store.save(checkpoint(step), OptionalLong.of(step));
      times.add((System.nanoTime() - start) * 1e-6);
      counts.add(requests.applyAsLong(files) - before);
    }
    run.replaceText("metrics.jsonl", "1\n");
    long before = requests.applyAsLong(files);
    run.replaceText("metrics.jsonl", "1\n2\n");
    long report = requests.applyAsLong(files) - before;
    times.sort(null);
    Cost cost =
        new Cost(
            counts.stream().mapToLong(Long::longValue).max().orElseThrow(),
            report,
            times.get(times.size() / 2));
    System.out.println(root + ": " + cost);
    return cost;
  }

  private static Checkpoint checkpoint(long step) {
    Map<String, long[]> sections = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      sections.put("section-" + i, new long[1000]);
    }
    return new Checkpoint(
        new TrainingState.Counters(step, step, step, step),
        new Progress(step, Double.NaN),
        1,
        new float[71_000],
        Optional.empty(),
        List.of(),
        new float[142_000],
        sections,
        GRID);
  }

  /** doctor.sh tries the folder. */
  void isFoundInOrder(String run) throws IOException, InterruptedException {
    Scripts.Result result = run("doctor.sh", "grid.conf", "--out", at(run));
    assertThat(result.out()).contains("run folder     " + at(run) + " can be written");
  }

  /** The local folder that the commands run in. */
  Path directory() {
    return directory;
  }
}
