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
import org.gflownet.config.RewardConfig;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.run.setup.Master;
import org.gflownet.spark.dl4j.ProxyReward;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Dialect;
import org.gflownet.table.TableReader;

/** The body of {@code score}: the rewards of one table of molecules, from input to output. */
public final class TableScoring {
  private static final int MAX_CHUNK_ROWS = 100_000;

  /**
   * Settings that change no score, beside where files and directories are: their digests tell what
   * is in them.
   */
  private static final List<String> FREE = List.of("reward.cache", "reward.max-failures");

  private final GflownetConfig config;
  private final String input;
  private final String output;
  private final Options options;

  /**
   * How to read and write.
   *
   * @param smilesColumn header of the column of SMILES; null for the one called smiles
   * @param delimiter of the input, {@code \\t} for a tab; null to find it out
   * @param chunkRows rows of a task; null for what suits the reward
   * @param resume whether to go on with an interrupted run
   * @param overwrite whether to replace the output
   */
  public record Options(
      String smilesColumn,
      String delimiter,
      Integer chunkRows,
      boolean resume,
      boolean overwrite) {}

  /**
   * A table to score.
   *
   * @param config with the reward and the digests of its files
   * @param input a path or URI
   * @param output a path or URI
   */
  public TableScoring(GflownetConfig config, String input, String output, Options options) {
    this.config = config;
    this.input = input;
    this.output = output;
    this.options = options;
  }

  /**
   * Scores the table.
   *
   * @param isStopped asked before each chunk
   * @return what became of the rows; empty if it was stopped, to be resumed
   * @throws UserException if input or output cannot be used
   */
  public Optional<ScoreSummary> run(BooleanSupplier isStopped) throws IOException {
    ConfiguredScorer factory = new ConfiguredScorer(config.render(), UUID.randomUUID().toString());
    ScoreOutput target = new ScoreOutput(output, config.cluster().spark());
    target.check(options.resume(), options.overwrite());
    try (target) {
      target.hold(config.checkpoint().leaseSeconds(), options.resume());
      return run(factory, target, isStopped);
    }
  }

  private Optional<ScoreSummary> run(
      ConfiguredScorer factory, ScoreOutput target, BooleanSupplier isStopped) throws IOException {
    ChunkScorer local = factory.create();
    ScoreInput table = new ScoreInput(input, dialect(), config.cluster().spark());
    int structures = table.structures(options.smilesColumn());
    ScoreColumns columns = new ScoreColumns(table.columns(), structures, local.partNames());
    int rows = rowsOfChunk();
    Map<String, String> settings = settings(table, structures, rows);
    if (options.resume()) {
      target.resume(settings);
    } else {
      target.start(settings);
    }
    columns
        .renamed()
        .forEach(change -> System.err.println("gflownet: the input's column " + change));
    Master master = new Master(config.cluster().master());
    int window = master.isInProcess() ? master.numThreads() : 0;
    ScoreRun.Plan plan =
        new ScoreRun.Plan(columns, structures, table.stems(), table.hasMolfiles(), rows, window);
    if (master.isInProcess()) {
      return run(table, target, plan, local::score, isStopped);
    }
    try (ClusterScorer scorer = new ClusterScorer(master, config, factory, "score " + input)) {
      return run(table, target, plan.withWindow(scorer.window()), scorer, isStopped);
    }
  }

  private Optional<ScoreSummary> run(
      ScoreInput table,
      ScoreOutput target,
      ScoreRun.Plan plan,
      ScoreRun.Scorer scorer,
      BooleanSupplier isStopped)
      throws IOException {
    boolean ended;
    ScoreRun run;
    try (ScoreProgress progress = new ScoreProgress(config.progress().mode(), table.numRows());
        TableReader reader = table.reader()) {
      run = new ScoreRun(plan, target, progress);
      ended = run.run(reader, scorer, isStopped);
    } catch (BadTableException e) {
      throw table.problem(e);
    }
    if (!ended) {
      return Optional.empty();
    }
    target.finish(plan.columns(), run.numChunks());
    return Optional.of(run.summary());
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
  private Map<String, String> settings(ScoreInput table, int structures, int rows) {
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
    settings.put("input.sha256", table.digest());
    settings.put("input.rows", Long.toString(table.numRows()));
    settings.put("input.smiles-column", table.columns().get(structures).name());
    settings.put("input.delimiter", options.delimiter() == null ? "detected" : options.delimiter());
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
