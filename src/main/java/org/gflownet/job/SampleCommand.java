package org.gflownet.job;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.SampleRows;
import org.gflownet.math.RandomStream;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.SampleWriter;
import org.gflownet.train.Checkpoint;
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
      "Columns: the object's own (x0, x1, ... on a grid), log_reward, and log_pf, the log"
          + " probability",
      "of the trajectory that built it. Row i depends on the seed and i alone.",
      "",
      "Examples:",
      "  sample.sh runs/quickstart --num 1000 --output samples.csv",
      "  sample.sh runs/quickstart --num 1000000 --output samples.parquet --master 'local[2]'"
    })
final class SampleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Run folder, a path or URI.")
  private String run;

  @Option(names = "--num", paramLabel = "N", required = true, description = "Number of objects.")
  private long num;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description =
          "Ends in .parquet (a directory of part files), .csv or .jsonl; must not exist yet.")
  private String output;

  @Option(names = "--step", paramLabel = "N", description = "Checkpoint; the newest otherwise.")
  private Long step;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sample; the run's otherwise. Another seed, other objects.")
  private Long seed;

  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    if (num < 1) {
      throw new UserException("--num must be at least 1, was " + num);
    }
    checkOutput();
    RunFolder folder = RunFolder.at(run);
    GflownetConfig config = folder.config(options.overrides());
    folder.requireSameRun(config);
    Checkpoint checkpoint = folder.checkpoint(config, step);
    Master master = new Master(config.cluster().master());
    if (master.isInProcess() && options.isGiven()) {
      throw new UserException("sample writes its files with Spark; use --master local[*]");
    }
    Master sparkMaster = master.isInProcess() ? new Master("local[*]") : master;
    try (JavaSparkContext spark =
        SparkSessions.start(sparkMaster, config.cluster(), "sample " + num)) {
      new SampleWriter(spark).write(request(config, checkpoint), output);
    }
    System.out.println(num + " objects in " + output);
    return ExitCode.OK;
  }

  private void checkOutput() {
    try {
      SampleWriter.Format.of(output);
      int slash = output.lastIndexOf('/');
      String parent = slash < 0 ? "." : output.substring(0, slash + 1);
      RunDirectory directory = RunFolder.at(parent).directory();
      if (directory.exists(output.substring(slash + 1))) {
        throw new UserException("output " + output + " exists already; name another one");
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UserException(e.getMessage());
    }
  }

  private SampleWriter.Request request(GflownetConfig config, Checkpoint checkpoint) {
    Problem<?> problem = Problem.of(config);
    Network network = new Network(config, problem);
    List<String> names = new ArrayList<>(problem.columns().names());
    List<Class<?>> types = new ArrayList<>(problem.columns().types());
    names.addAll(SampleRows.EXTRA_COLUMNS);
    types.addAll(Collections.nCopies(SampleRows.EXTRA_COLUMNS.size(), Double.class));
    return new SampleWriter.Request(
        names,
        types,
        new ConfiguredWorkers(config.render(), network.engine(), UUID.randomUUID().toString()),
        checkpoint.parameters(),
        RandomStream.derive(seed == null ? config.seed() : seed, "sample"),
        num);
  }
}
