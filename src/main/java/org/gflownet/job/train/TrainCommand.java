package org.gflownet.job.train;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.common.MasterOption;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.RunOptions;
import org.gflownet.run.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train}: trains a policy as a configuration file says. */
@Command(
    name = "train",
    description = "Trains a GFlowNet as a configuration file says.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The last line printed is 'parameters_sha256 HEX', the digest of the trained parameters.",
      "",
      "Examples:",
      "  train.sh conf/quickstart.conf",
      "  train.sh conf/hypergrid-8x4.conf --out runs/a --set train.lr=3e-4 --set seed=1",
      "  train.sh conf/hypergrid-8x4.conf --out runs/a --resume",
      "  train.sh conf/hypergrid-8x4.conf --out runs/a --resume --set train.steps=40000",
      "  train.sh conf/hypergrid-8x4.conf --dry-run",
      "  train.sh conf/hypergrid-8x4.conf --watch",
      "  train.sh conf/hypergrid-8x4.conf --master spark://host:7077 -- --executor-memory 2g"
    })
public final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CONF", description = "Configuration file (HOCON).")
  private Path configFile;

  @Mixin private RunOptions run;

  @Option(
      names = "--watch",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "0",
      description =
          "Serves the report at http://127.0.0.1:PORT/ while training goes on; any free port"
              + " without a number.")
  private Integer watchPort;

  @Option(
      names = "--stretch",
      description =
          "With --resume: continues even where the new length of the run changes a schedule, from"
              + " where the run stands; provenance.json records it.")
  private boolean stretch;

  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    if (watchPort != null && (watchPort < 0 || watchPort > 65535)) {
      throw new UserException("--watch must be a port from 0 to 65535, was " + watchPort);
    }
    GflownetConfig config = ConfigLoader.load(configFile, options.overrides());
    boolean resume = run.isResume();
    String location = run.location(configFile);
    RunFolder folder = RunFolder.at(location, config.cluster().spark());
    if (resume && !folder.hasRun()) {
      throw new UserException(
          "cannot resume: " + location + " holds no run; leave --resume away to start one");
    }
    TrainingPlan plan =
        resume
            ? TrainingPlan.ofResumed(config, folder, stretch)
            : TrainingPlan.ofNew(config, folder);
    if (run.isDryRun()) {
      plan.requireFolder();
      System.out.print(plan.setup().config().render());
      return ExitCode.OK;
    }
    OptionalInt port = watchPort == null ? OptionalInt.empty() : OptionalInt.of(watchPort);
    try (RunFolder.Held held = plan.hold()) {
      return plan.run(held, resumeCommand(location), port).run(held);
    }
  }

  private String resumeCommand(String location) {
    return "train.sh "
        + MasterOption.quoted(configFile.toString())
        + " --out "
        + MasterOption.quoted(location)
        + options.typed()
        + " --resume";
  }
}
