package org.gflownet.job.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.job.common.InvalidLimit;
import org.gflownet.job.common.MasterOption;
import org.gflownet.run.ExitCode;
import org.gflownet.run.Interruption;
import org.gflownet.run.UserException;
import org.gflownet.run.score.ScoreSummary;
import org.gflownet.run.score.TableScoring;
import org.gflownet.run.setup.NamedFiles;
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
      "INPUT: .smi (SMILES and name), .csv, .tsv or .txt (a header, then a row a line; any"
          + " delimiter",
      "and quoting), .parquet or .sdf; texts also compressed (.gz, .zst). Several files, patterns"
          + " and",
      "folders are one table, if their columns are the same. OUTPUT: .csv (commas, RFC 4180) or"
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

  /** Names for the help. */
  static final class Rewards implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RewardConfig.ofMolecules().iterator();
    }
  }

  @Parameters(
      arity = "2..*",
      paramLabel = "INPUT... OUTPUT",
      hideParamSyntax = true,
      description = {
        "INPUT: table of molecules: paths, URIs, patterns such as 'in/*.csv.gz', folders; their"
            + " rows follow one another.",
        "OUTPUT: scored table, path or URI."
      })
  private List<String> tables = new ArrayList<>();

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
      names = "--multiline",
      description =
          "Quoted fields of the input may hold line ends. Each file is then read from its beginning"
              + " by every task.")
  private boolean multiline;

  @Option(
      names = "--parts",
      description =
          "OUTPUT is a folder of parts as executors wrote them, numbered in the order of their"
              + " rows, and _SUCCESS; else one file.")
  private boolean parts;

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
      description =
          "Rows of a task; 1000 and more, for docking 16. What is resumed are whole parts of so"
              + " many.")
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
   * @param isStopped asked before each task
   * @return the exit code
   */
  public int score(BooleanSupplier isStopped) throws IOException {
    if (resume && overwrite) {
      throw new UserException("--resume and --overwrite exclude one another; give one of them");
    }
    InvalidLimit limit = new InvalidLimit(maxInvalid);
    GflownetConfig config = NamedFiles.withDigests(configured());
    TableScoring.Options how =
        new TableScoring.Options(
            smilesColumn, delimiter, multiline, chunkRows, parts, resume, overwrite);
    List<String> inputs = tables.subList(0, tables.size() - 1);
    String output = tables.get(tables.size() - 1);
    Optional<ScoreSummary> scored = new TableScoring(config, inputs, output, how).run(isStopped);
    if (scored.isEmpty()) {
      return ExitCode.FAULT;
    }
    ScoreSummary summary = scored.get();
    summary.lines().forEach(System.out::println);
    System.out.println("scores in " + output);
    if (limit.isExceeded(summary.invalid(), summary.rows())) {
      System.err.printf(
          "gflownet: %d of %d rows have no score, more than --max-invalid %s; the column error of"
              + " %s says why%n",
          summary.invalid(), summary.rows(), limit.text(), output);
      return ExitCode.USER;
    }
    return ExitCode.OK;
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
}
