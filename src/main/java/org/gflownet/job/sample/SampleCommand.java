package org.gflownet.job.sample;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.EnvConfig;
import org.gflownet.job.common.MasterOption;
import org.gflownet.job.common.PolicyName;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.StoredPolicy;
import org.gflownet.run.sample.PolicySamples;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.SparkSessions;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.SampleFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sample}: objects from a trained policy. */
@Command(
    name = "sample",
    description = "Samples objects from a trained policy, distributed over the cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Columns of molecules: smiles, log_reward, raw, log_pf, blocks; of cells: x0, x1, ...,",
      "log_reward, log_pf. log_pf is the log probability of the trajectory that built the object.",
      "Row i depends on the seed and i alone, so output does not depend on cores or executors.",
      "A policy that was trained for a range of exponents (condition.min, condition.max) samples"
          + " in",
      "proportion to R^beta at any --beta of it; log_reward is then beta log R, and there is a"
          + " column",
      "beta.",
      "--actions adds how each molecule was built, a step stem:entry for each block, as replay.file"
          + " reads it.",
      "--distinct keeps the first draw of each object (of each SMILES) and draws until there are"
          + " N.",
      "",
      "Examples:",
      "  sample.sh runs/quickstart --num 1000 --output samples.csv",
      "  sample.sh runs/quickstart --num 1000000 --output samples.parquet --master 'local[2]'",
      "  sample.sh runs/molecules-qed --num 1000 --distinct --output molecules.sdf",
      "  sample.sh runs/molecules-qed --num 1000 --distinct --actions --output good.csv",
      "  sample.sh runs/any-exponent --num 1000 --beta 2 --output samples.csv",
      "  sample.sh runs/molecules-qed --num 1000 --policy random --output random.csv"
    })
public final class SampleCommand implements Callable<Integer> {
  private static final long TRIES_PER_OBJECT = 100;

  @Parameters(paramLabel = "RUN", description = "Run folder, a path or URI.")
  private String run;

  @Option(names = "--num", paramLabel = "N", required = true, description = "Number of objects.")
  private long num;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description =
          "Ends in .parquet (a directory of part files), .csv, .jsonl or, for molecules, .smi or"
              + " .sdf; must not exist yet.")
  private String output;

  @Option(names = "--distinct", description = "N distinct objects instead of N draws.")
  private boolean distinct;

  @Option(
      names = "--actions",
      description = "A column actions with the steps that built each molecule.")
  private boolean actions;

  @Option(
      names = "--max-tries",
      paramLabel = "N",
      description = "Most draws for --distinct; 100 for each object otherwise.")
  private Long maxTries;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "trained",
      description = "trained, or random: every legal action alike, to compare with.")
  private PolicyName policy;

  @Option(names = "--step", paramLabel = "N", description = "Checkpoint; the newest otherwise.")
  private Long step;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sample; the run's otherwise. Another seed, other objects.")
  private Long seed;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description = "Exponent of the reward, of a policy for a range; condition.beta otherwise.")
  private Double beta;

  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    StoredPolicy stored = plan();
    Master named = new Master(stored.config().cluster().master());
    Master master = named.isInProcess() ? new Master("local[*]") : named;
    try (JavaSparkContext spark = SparkSessions.start(master, stored.config(), "sample " + num)) {
      return sample(spark, stored);
    }
  }

  /** Checks all options and reads what they name. */
  public StoredPolicy plan() {
    if (num < 1) {
      throw new UserException("--num must be at least 1, was " + num);
    }
    if (maxTries != null && (!distinct || maxTries < num)) {
      throw new UserException("--max-tries is for --distinct and at least --num, was " + maxTries);
    }
    if (distinct && num > Integer.MAX_VALUE) {
      throw new UserException("--num with --distinct is at most 2147483647, was " + num);
    }
    checkOutput();
    List<String> overrides = new ArrayList<>(options.overrides());
    if (beta != null) {
      overrides.add("condition.beta=" + beta);
    }
    StoredPolicy stored = StoredPolicy.of(RunFolder.at(run), overrides, step);
    if (actions && stored.config().env().kind() != EnvConfig.Kind.MOLECULE) {
      throw new UserException("--actions is for molecules; leave it out");
    }
    if (new Master(stored.config().cluster().master()).isInProcess() && options.isGiven()) {
      throw new UserException("sample writes its files with Spark; use --master local[*]");
    }
    return stored;
  }

  /** Samples and tells what was written; returns the exit code. */
  public int sample(JavaSparkContext spark, StoredPolicy stored) {
    long written =
        new PolicySamples(
                stored.setup(),
                policy.parameters(stored.checkpoint()),
                seed == null ? stored.config().seed() : seed,
                num,
                distinct ? OptionalLong.of(tries()) : OptionalLong.empty(),
                actions)
            .write(spark, output);
    if (written < num) {
      System.err.printf(
          "gflownet: %d draws gave %d distinct objects, not %d; raise --max-tries for more%n",
          tries(), written, num);
    }
    System.out.println(written + (distinct ? " distinct" : "") + " objects in " + output);
    return ExitCode.OK;
  }

  private void checkOutput() {
    try {
      SampleFormat.of(output);
      RunDirectory directory = RunFolder.at(RunDirectory.parentOf(output)).directory();
      if (directory.exists(RunDirectory.nameOf(output))) {
        throw new UserException("output " + output + " exists already; name another one");
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UserException(e.getMessage());
    }
  }

  private long tries() {
    return maxTries != null ? maxTries : TRIES_PER_OBJECT * num;
  }
}
