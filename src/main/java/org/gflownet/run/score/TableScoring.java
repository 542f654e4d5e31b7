package org.gflownet.run.score;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ProgressConfig.Mode;
import org.gflownet.config.RewardConfig;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.run.setup.Master;
import org.gflownet.spark.dl4j.ProxyReward;
import org.gflownet.table.Dialect;

/** The body of {@code score}: the rewards of one table of molecules, from input to output. */
public final class TableScoring {
  private static final int MAX_CHUNK_ROWS = 100_000;
  private static final String STEMS = "stem_atoms";

  /**
   * Settings that change no score, beside where files and directories are: their digests tell what
   * is in them.
   */
  private static final List<String> FREE = List.of("reward.cache", "reward.max-failures");

  /** Bytes of a table from which on looking through it is shown. */
  private static final long LONG_LOOK = 256L << 20;

  private final GflownetConfig config;
  private final List<String> inputs;
  private final String output;
  private final Options options;

  /**
   * How to read and write.
   *
   * @param smilesColumn header of the column of SMILES; null for the one called smiles
   * @param delimiter of the input, {@code \\t} for a tab; null to find it out
   * @param multiline whether fields of the input may hold line ends
   * @param chunkRows rows of a task; null for what suits the reward
   * @param parts whether the output is a folder of parts
   * @param resume whether to go on with an interrupted run
   * @param overwrite whether to replace the output
   */
  public record Options(
      String smilesColumn,
      String delimiter,
      boolean multiline,
      Integer chunkRows,
      boolean parts,
      boolean resume,
      boolean overwrite) {}

  /**
   * A table to score.
   *
   * @param config with the reward and the digests of its files
   * @param inputs paths, URIs, patterns or folders, at least one
   * @param output a path or URI
   */
  public TableScoring(GflownetConfig config, List<String> inputs, String output, Options options) {
    this.config = config;
    this.inputs = List.copyOf(inputs);
    this.output = output;
    this.options = options;
  }

  /**
   * Scores the table.
   *
   * @param isStopped asked before each task or job of tasks
   * @return what became of the rows; empty if it was stopped, which standard error says
   * @throws UserException if input or output cannot be used
   */
  public Optional<ScoreSummary> run(BooleanSupplier isStopped) throws IOException {
    ConfiguredScorer factory = new ConfiguredScorer(config.render(), UUID.randomUUID().toString());
    ScoreOutput target = new ScoreOutput(output, options.parts(), config.cluster().spark());
    target.check(options.resume(), options.overwrite());
    try (target) {
      target.hold(config.checkpoint().leaseSeconds(), options.resume());
      factory.create(); // Refused here if it does not run on this machine, before Spark starts.
      ScoreTable table =
          new ScoreInput(inputs, config.cluster().spark()).table(dialect(), options.multiline());
      if (table.format() != TableFormat.SDF) {
        ScoreInput.structures(table, options.smilesColumn());
      }
      int chunkRows = rowsOfChunk();
      try (ScoreWorkers workers =
          ScoreWorkers.of(config, factory, "score " + String.join(" ", inputs))) {
        return run(table, chunkRows, target, workers, isStopped);
      }
    }
  }

  private Optional<ScoreSummary> run(
      ScoreTable located,
      int chunkRows,
      ScoreOutput target,
      ScoreWorkers workers,
      BooleanSupplier isStopped) {
    ScoreScan scan = new ScoreScan(located, chunkRows, target.folder());
    Mode mode = scan.numBytes() < LONG_LOOK ? Mode.NONE : config.progress().mode();
    try (ScoreProgress progress =
        new ScoreProgress(mode, "count", ScoreProgress.Unit.MEBIBYTES, scan.numBytes())) {
      if (!scan.run(workers, progress, isStopped)) {
        System.err.println(
            "gflownet: interrupted while rows were counted; none is scored, start it again");
        return Optional.empty();
      }
    }
    ScoreTable table = scan.table();
    int structures = ScoreInput.structures(table, options.smilesColumn());
    ScoreColumns columns =
        new ScoreColumns(table.columns(), structures, workers.factory().create().partNames());
    Map<String, String> manifest = settings(table, scan, structures, chunkRows);
    if (options.resume()) {
      target.resume(manifest);
    } else {
      target.start(manifest);
    }
    columns
        .renamed()
        .forEach(change -> System.err.println("gflownet: the input's column " + change));
    ScorePlan plan = new ScorePlan(table, chunkRows, options.chunkRows() != null, scan.numRows());
    scan.addTo(plan);
    List<Integer> stems = ScoreInput.named(table, STEMS);
    PartTask.Work work =
        new PartTask.Work(
            table, columns, structures, stems.isEmpty() ? -1 : stems.get(0), chunkRows);
    return score(work, plan, target, workers, isStopped);
  }

  private Optional<ScoreSummary> score(
      PartTask.Work work,
      ScorePlan plan,
      ScoreOutput target,
      ScoreWorkers workers,
      BooleanSupplier isStopped) {
    ScoreSummary summary = new ScoreSummary();
    long rows = plan.parts().stream().mapToLong(ScorePlan.Part::rows).sum();
    try (ScoreProgress progress =
        new ScoreProgress(config.progress().mode(), "score", ScoreProgress.Unit.ROWS, rows)) {
      for (ScorePlan.Part part : plan.parts()) {
        if (target.has(part.number())) {
          summary.add(target.summary(part.number()));
          progress.known(part.rows());
        }
      }
      PartScoring scoring =
          new PartScoring(
              new PartTask(work, target.place(), workers.factory()),
              plan.tasks(target::has, workers.window()),
              target.files(work.columns()),
              workers::score,
              (parts, counts) -> {
                summary.add(counts);
                progress.scored(parts.stream().mapToLong(ScorePlan.Part::rows).sum());
              });
      boolean ended =
          workers.run(
              scoring,
              () -> {
                target.check();
                return isStopped.getAsBoolean();
              });
      if (!ended) {
        System.err.println("gflownet: interrupted; add --resume to go on where this run stopped");
        return Optional.empty();
      }
    }
    target.finish(work.columns(), plan.parts().size());
    return Optional.of(summary);
  }

  private Dialect dialect() {
    if (options.delimiter() == null) {
      return null;
    }
    String character = options.delimiter().equals("\\t") ? "\t" : options.delimiter();
    if (character.length() != 1 || "\"\n\r".contains(character)) {
      throw new UserException(
          "--delimiter must be one character, or \\t, was '" + options.delimiter() + "'");
    }
    return new Dialect(character.charAt(0), '"');
  }

  private int rowsOfChunk() {
    if (options.chunkRows() == null) {
      return config.reward().chunkRows();
    }
    if (options.chunkRows() < 1 || options.chunkRows() > MAX_CHUNK_ROWS) {
      throw new UserException("--chunk-rows must be from 1 to 100000, was " + options.chunkRows());
    }
    return options.chunkRows();
  }

  /** Whatever decides on the bytes of a part. */
  private Map<String, String> settings(ScoreTable table, ScoreScan scan, int structures, int rows) {
    Map<String, String> settings = new TreeMap<>();
    Set<String> places = new HashSet<>(config.fileKeys());
    places.addAll(RewardConfig.directories());
    ConfigFactory.parseString(config.render())
        .entrySet()
        .forEach(
            entry -> {
              String key = entry.getKey();
              boolean counts = key.startsWith("reward.") || key.startsWith("digests.\"reward.");
              boolean isFree = FREE.contains(key) || places.contains(key);
              if (counts && !isFree) {
                settings.put(key, entry.getValue().unwrapped().toString());
              }
            });
    settings.put("input.sha256", scan.digest());
    settings.put("input.rows", Long.toString(scan.numRows()));
    settings.put("input.smiles-column", table.columns().get(structures).name());
    settings.put("input.delimiter", options.delimiter() == null ? "detected" : options.delimiter());
    settings.put("input.multiline", Boolean.toString(options.multiline()));
    settings.put("output.parts", Boolean.toString(options.parts()));
    settings.put("chunk-rows", Integer.toString(rows));
    settings.put("program", BuildInfo.version());
    if (config.reward().uses(ProxyReward.NAME)) {
      // Both agree to single precision, not to the bit.
      boolean isInProcess = new Master(config.cluster().master()).isInProcess();
      settings.put("inference", isInProcess ? "kernels" : "dl4j-spark");
    }
    return settings;
  }
}
