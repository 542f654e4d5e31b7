package org.gflownet.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts runs, follows what they report and ends them. One run at a time. */
public final class Bench {

  /** More steps than any run here makes. */
  static final List<String> ENDLESS =
      List.of("train.steps=99999999", "checkpoint.every=99999999", "progress.mode=none");

  /** A run is long enough for a steady rate from so many reports on. */
  private static final int FEWEST_REPORTS = 6;

  private static final Pattern ROWS = Pattern.compile("(?m)^row (\\d+) of \\d+ .*$");

  private final Path scripts;
  private final Path directory;
  private int numRuns;

  /**
   * A runner.
   *
   * @param scripts the folder with train.sh
   * @param directory for run folders and logs; made if missing
   */
  public Bench(Path scripts, Path directory) {
    this.scripts = scripts.toAbsolutePath();
    this.directory = directory.toAbsolutePath();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a run came to.
   *
   * @param curve its reports
   * @param peakMiB largest resident set of the driver
   */
  record Run(Curve curve, double peakMiB) {}

  /**
   * How long a run goes on.
   *
   * @param wallSeconds at most, since process start
   * @param enough asked after each report
   */
  record Until(double wallSeconds, Predicate<Curve> enough) {
    /** Until so many seconds of training are done, and enough was reported. */
    static Until trained(double seconds, double wallSeconds) {
      return new Until(
          wallSeconds,
          curve -> curve.last().seconds() >= seconds && curve.points().size() >= FEWEST_REPORTS);
    }
  }

  /**
   * Trains with this project.
   *
   * @param config file under conf/ to start from
   * @param settings key=value, over the file's
   * @param master where
   * @param submitOptions for spark-submit
   * @param until when to stop it
   */
  Run train(
      String config, List<String> settings, String master, List<String> submitOptions, Until until)
      throws InterruptedException {
    Path run = next("run");
    List<String> command = new ArrayList<>(List.of(scripts.resolve("train.sh").toString()));
    command.add(scripts.resolveSibling("conf").resolve(config).toString());
    command.addAll(List.of("--out", run.toString(), "--master", master));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    if (!submitOptions.isEmpty()) {
      command.add("--");
      command.addAll(submitOptions);
    }
    List<Curve.Point> points = new ArrayList<>();
    try (MeasuredProcess process = start(command)) {
      process.await(
          until.wallSeconds(),
          () -> {
            boolean more = readMetrics(run.resolve("metrics.jsonl"), process.seconds(), points);
            return more && until.enough().test(new Curve(points));
          });
      return new Run(new Curve(points), process.peakMiB());
    }
  }

  private static boolean readMetrics(Path file, double wall, List<Curve.Point> points) {
    if (!Files.exists(file)) {
      return false;
    }
    int known = points.size();
    try {
      String text = Files.readString(file);
      // What follows the last end of a line is still being written.
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .skip(known)
          .forEach(
              line -> {
                JsonNode json = parse(line);
                points.add(
                    new Curve.Point(
                        json.path("seconds").asDouble(),
                        wall,
                        json.path("step").asLong(),
                        json.path("transitions").asLong(),
                        json.path("exact.tv").asDouble(Double.NaN)));
              });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return points.size() > known;
  }

  /**
   * Trains with a yardstick that prints a JSON object per report: {@code seconds, steps,
   * transitions, exact_tv}.
   *
   * @param program interpreter and file
   * @param workload what to train
   * @param threads of it
   * @param reportEvery seconds of training between two reports
   * @param until when to stop it
   */
  Run yardstick(
      List<String> program, Workload workload, int threads, double reportEvery, Until until)
      throws InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(workload.options());
    command.addAll(
        List.of(
            "--seconds",
            "100000",
            "--threads",
            Integer.toString(threads),
            "--report-every",
            Double.toString(reportEvery)));
    List<Curve.Point> points = new ArrayList<>();
    try (MeasuredProcess process = start(command)) {
      process.await(
          until.wallSeconds(),
          () -> {
            boolean more = readPrinted(process, points);
            return more && until.enough().test(new Curve(points));
          });
      return new Run(new Curve(points), process.peakMiB());
    }
  }

  private static boolean readPrinted(MeasuredProcess process, List<Curve.Point> points) {
    int known = points.size();
    List<String> lines =
        process.printed().lines().filter(l -> l.startsWith("{") && l.endsWith("}")).toList();
    for (String line : lines.subList(known, lines.size())) {
      JsonNode json = parse(line);
      points.add(
          new Curve.Point(
              json.path("seconds").asDouble(),
              process.seconds(),
              json.path("steps").asLong(),
              json.path("transitions").asLong(),
              json.path("exact_tv").asDouble(Double.NaN)));
    }
    return points.size() > known;
  }

  /**
   * Scores a table with this project, to its end.
   *
   * @param table to score
   * @param arguments of score.sh, with {@code progress.mode=plain}
   * @param submitOptions for spark-submit
   * @param limitSeconds after which it is ended, whatever it has done
   * @return points of which a step and a transition are a row
   */
  Run score(String table, List<String> arguments, List<String> submitOptions, double limitSeconds)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(scripts.resolve("score.sh").toString()));
    command.addAll(List.of(table, next("scored") + ".csv"));
    command.addAll(arguments);
    command.add("--");
    command.addAll(submitOptions);
    List<Curve.Point> points = new ArrayList<>();
    try (MeasuredProcess process = start(command)) {
      process.await(
          limitSeconds,
          () -> {
            readRows(process, points);
            return false;
          });
      return new Run(new Curve(points), process.peakMiB());
    }
  }

  private static void readRows(MeasuredProcess process, List<Curve.Point> points) {
    List<Long> rows = new ArrayList<>();
    Matcher line = ROWS.matcher(process.printed());
    while (line.find()) {
      rows.add(Long.parseLong(line.group(1)));
    }
    for (long row : rows.subList(points.size(), rows.size())) {
      double now = process.seconds();
      points.add(new Curve.Point(now, now, row, row, Double.NaN));
    }
  }

  /** Runs a program to its end and returns the last line of JSON that it printed. */
  JsonNode finished(List<String> command, double limitSeconds) throws InterruptedException {
    try (MeasuredProcess process = start(command)) {
      process.await(limitSeconds, () -> false);
      List<String> lines = process.printed().lines().filter(l -> l.startsWith("{")).toList();
      if (lines.isEmpty()) {
        throw new IllegalStateException(String.join(" ", command) + " printed no figures");
      }
      return parse(lines.get(lines.size() - 1));
    }
  }

  /**
   * Runs a script to its end.
   *
   * @param prefix what stands before the command
   * @param environment added to this process's own
   * @param now done now and then while it runs, and at its end
   * @throws RefusedException if it finds a mistake in what it is given
   */
  void follow(
      List<String> prefix,
      List<String> script,
      Map<String, String> environment,
      double limitSeconds,
      Runnable now)
      throws InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(scripts.resolve(script.get(0)).toString());
    command.addAll(script.subList(1, script.size()));
    try (MeasuredProcess process = start(command, environment)) {
      process.await(
          limitSeconds,
          () -> {
            now.run();
            return false;
          });
    }
  }

  /** The folder of the report. */
  Path directory() {
    return directory;
  }

  /**
   * Runs a script to its end and returns what it printed.
   *
   * @param prefix what stands before the command
   */
  String script(List<String> prefix, String name, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(scripts.resolve(name).toString());
    command.addAll(List.of(arguments));
    try (MeasuredProcess process = start(command)) {
      process.await(120, () -> false);
      return process.printed();
    }
  }

  /** Writes a file beside the report and returns its path. */
  String write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory.resolve(name), e);
    }
  }

  private MeasuredProcess start(List<String> command) {
    return start(command, Map.of());
  }

  private MeasuredProcess start(List<String> command, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("GFLOWNET_CLUSTER_DIR", directory.resolve("cluster").toString());
    return new MeasuredProcess(command, environment, directory, next("log"));
  }

  private Path next(String what) {
    return directory.resolve(what + "-" + numRuns++);
  }

  private static JsonNode parse(String line) {
    try {
      return MeasurementReport.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a report: " + line, e);
    }
  }
}
