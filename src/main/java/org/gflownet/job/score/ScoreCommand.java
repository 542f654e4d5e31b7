package org.gflownet.job.score;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.job.common.InvalidLimit;
import org.gflownet.job.common.MasterOption;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.ExitCode;
import org.gflownet.run.Interruption;
import org.gflownet.run.UserException;
import org.gflownet.run.score.ClusterScorer;
import org.gflownet.run.score.ScoreColumns;
import org.gflownet.run.score.ScoreInput;
import org.gflownet.run.score.ScoreOutput;
import org.gflownet.run.score.ScoreProgress;
import org.gflownet.run.score.ScoreRun;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Dialect;
import org.gflownet.table.TableReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code score}: rewards of the molecules of a table. */
@Command(
    name = "score",
    description = "Scores the molecules of a table, distributed over the cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "INPUT: .smi (SMILES and name), .csv, .tsv or .txt (a header; any delimiter and quoting),",
      ".parquet (a file or a directory of them) or .sdf. OUTPUT: .csv (commas, RFC 4180) or"
          + " .parquet.",
      "One row for each row, in their order: the input's columns, reward, raw (before floor,",
      "ceiling, norm and exponent), raw.PART for each part of a combination, and error. A column"
          + " of",
      "the input with one of these names is called input.NAME. Lines without anything are no rows.",
      "A column stem_atoms (atom indices of the SMILES from 0, as in 0;4;6; empty: the first atom)",
      "tells a reward that reads them, seh, where blocks could be added; without it there is no"
          + " mask.",
      "",
      "Examples:",
      "  score.sh --reward qed molecules.smi scored.csv",
      "  score.sh --reward seh --set reward.seh.weights=best_params.pkl.gz in.csv out.parquet",
      "  score.sh --reward docking --set reward.docking.receptor=r.pdbqt in.sdf out.csv --resume",
      "  score.sh --config conf/molecules-qed.conf in.tsv out.csv --master spark://host:7077"
    })
public final class ScoreCommand implements Callable<Integer> {
  private static final int CHUNK_ROWS = 1000;
  private static final int CHUNK_OF_DOCKING = 16;
  private static final int MAX_CHUNK_ROWS = 100_000;

  /** Settings that change no score, beside where files are: their digests tell what is in them. */
  private static final List<String> FREE =
      List.of("reward.cache", "reward.max-failures", "reward.docking.scratch");

  /** Names for the help. */
  static final class Rewards implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RewardConfig.ofMolecules().iterator();
    }
  }

  @Parameters(index = "0", paramLabel = "INPUT", description = "Table of molecules, path or URI.")
  private String input;

  @Parameters(index = "1", paramLabel = "OUTPUT", description = "Scored table, path or URI.")
  private String output;

  @Option(
      names = "--reward",
      paramLabel = "NAME",
      completionCandidates = Rewards.class,
      description =
          "reward.name of the configuration: ${COMPLETION-CANDIDATES}, or the name of a plug-in.")
  private String reward;

  @Option(
      names = "--config",
      paramLabel = "CONF",
      description = "Configuration file (HOCON) with the reward; the defaults otherwise.")
  private Path configFile;

  @Option(
      names = "--smiles-column",
      paramLabel = "COLUMN",
      description = "Header of the column of SMILES; the one called smiles, ignoring case.")
  private String smilesColumn;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "Between values of the input, \\t for a tab; found out otherwise.")
  private String delimiter;

  @Option(
      names = "--max-invalid",
      paramLabel = "LIMIT",
      description =
          "Rows without a score above which the exit code is 2: a number such as 20, or a share"
              + " such as 0.05 or 5%% (${DEFAULT-VALUE}).")
  private String maxInvalid = "0.05";

  @Option(
      names = "--chunk-rows",
      paramLabel = "N",
      description = "Rows of a task; 1000, for docking 16. What is resumed are whole chunks.")
  private Integer chunkRows;

  @Option(names = "--resume", description = "Goes on with an interrupted run for the same output.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replaces the output and forgets unfinished runs.")
  private boolean overwrite;

  @Mixin private MasterOption options;

  @Override
  public Integer call() throws IOException {
    try (Interruption interruption = new Interruption()) {
      return score(interruption::requested);
    }
  }

  /**
   * Scores the table.
   *
   * @param isStopped asked before each chunk
   * @return the exit code
   */
  public int score(BooleanSupplier isStopped) throws IOException {
    if (resume && overwrite) {
      throw new UserException("--resume and --overwrite exclude one another; give one of them");
    }
    InvalidLimit limit = new InvalidLimit(maxInvalid);
    GflownetConfig config = NamedFiles.withDigests(configured());
    ConfiguredScorer factory = new ConfiguredScorer(config.render(), UUID.randomUUID().toString());
    ScoreOutput target = new ScoreOutput(output, config.cluster().spark());
    target.check(resume, overwrite);
    try (target) {
      target.hold(config.checkpoint().leaseSeconds(), resume);
      return score(config, factory, target, isStopped, limit);
    }
  }

  private int score(
      GflownetConfig config,
      ConfiguredScorer factory,
      ScoreOutput target,
      BooleanSupplier isStopped,
      InvalidLimit limit)
      throws IOException {
    ChunkScorer local = factory.create();
    ScoreInput table = new ScoreInput(input, dialect(), config.cluster().spark());
    int structures = table.structures(smilesColumn);
    ScoreColumns columns = new ScoreColumns(table.columns(), structures, local.partNames());
    int rows = rowsOfChunk(config);
    Map<String, String> settings = settings(config, table, structures, rows);
    if (resume) {
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
      return run(config, table, target, plan, local::score, isStopped, limit);
    }
    try (ClusterScorer scorer = new ClusterScorer(master, config, factory, "score " + input)) {
      ScoreRun.Plan wider = plan.withWindow(scorer.window());
      return run(config, table, target, wider, scorer, isStopped, limit);
    }
  }

  private GflownetConfig configured() {
    if (reward == null && configFile == null) {
      throw new UserException("name a reward by --reward, or a configuration by --config");
    }
    List<String> settings = new ArrayList<>();
    if (configFile == null) {
      settings.add("env.name=molecule");
    }
    settings.addAll(options.overrides());
    if (reward != null) {
      settings.add("reward.name=" + reward);
    }
    GflownetConfig config =
        configFile == null
            ? ConfigLoader.defaults(settings)
            : ConfigLoader.load(configFile, settings);
    if (config.reward().kind() == RewardConfig.Kind.ENV) {
      throw new UserException("reward.name = env is no reward of molecules; name one by --reward");
    }
    return config;
  }

  private Dialect dialect() {
    if (delimiter == null) {
      return null;
    }
    String character = delimiter.equals("\\t") ? "\t" : delimiter;
    if (character.length() != 1 || "\"\n\r".contains(character)) {
      throw new UserException("--delimiter must be one character, or \\t, was '" + delimiter + "'");
    }
    return new Dialect(character.charAt(0), '"');
  }

  private int rowsOfChunk(GflownetConfig config) {
    if (chunkRows == null) {
      return config.reward().uses(RewardConfig.Kind.DOCKING) ? CHUNK_OF_DOCKING : CHUNK_ROWS;
    }
    if (chunkRows < 1 || chunkRows > MAX_CHUNK_ROWS) {
      throw new UserException("--chunk-rows must be from 1 to 100000, was " + chunkRows);
    }
    return chunkRows;
  }

  /** Whatever decides on the bytes of a part. */
  private Map<String, String> settings(
      GflownetConfig config, ScoreInput table, int structures, int rows) {
    Map<String, String> settings = new TreeMap<>();
    ConfigFactory.parseString(config.render())
        .entrySet()
        .forEach(
            entry -> {
              String key = entry.getKey();
              boolean counts = key.startsWith("reward.") || key.startsWith("digests.\"reward.");
              boolean isFree = FREE.contains(key) || FileSetting.keys().contains(key);
              if (counts && !isFree) {
                settings.put(key, entry.getValue().unwrapped().toString());
              }
            });
    settings.put("input.sha256", table.digest());
    settings.put("input.rows", Long.toString(table.numRows()));
    settings.put("input.smiles-column", table.columns().get(structures).name());
    settings.put("input.delimiter", delimiter == null ? "detected" : delimiter);
    settings.put("chunk-rows", Integer.toString(rows));
    settings.put("program", BuildInfo.version());
    if (config.reward().uses(RewardConfig.Kind.PROXY)) {
      // Both agree to single precision, not to the bit.
      boolean isInProcess = new Master(config.cluster().master()).isInProcess();
      settings.put("inference", isInProcess ? "kernels" : "dl4j-spark");
    }
    return settings;
  }

  private int run(
      GflownetConfig config,
      ScoreInput table,
      ScoreOutput target,
      ScoreRun.Plan plan,
      ScoreRun.Scorer scorer,
      BooleanSupplier isStopped,
      InvalidLimit limit)
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
      System.err.println("gflownet: interrupted; add --resume to go on where this run stopped");
      return ExitCode.FAULT;
    }
    target.finish(plan.columns(), run.numChunks());
    run.summary().lines().forEach(System.out::println);
    System.out.println("scores in " + output);
    if (limit.isExceeded(run.summary().invalid(), run.summary().rows())) {
      System.err.printf(
          "gflownet: %d of %d rows have no score, more than --max-invalid %s; the column error of"
              + " %s says why%n",
          run.summary().invalid(), run.summary().rows(), limit.text(), output);
      return ExitCode.USER;
    }
    return ExitCode.OK;
  }
}
