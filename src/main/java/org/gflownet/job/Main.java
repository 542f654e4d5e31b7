package org.gflownet.job;

import java.util.Optional;
import org.apache.spark.SparkUserAppException;
import org.gflownet.config.SecretAddresses;
import org.gflownet.job.common.Failure;
import org.gflownet.job.common.SecretArguments;
import org.gflownet.job.compare.CompareCommand;
import org.gflownet.job.doctor.DoctorCommand;
import org.gflownet.job.evaluate.EvaluateCommand;
import org.gflownet.job.lab.BenchCommand;
import org.gflownet.job.lab.ScalingCommand;
import org.gflownet.job.lab.SoakCommand;
import org.gflownet.job.proxy.TrainProxyCommand;
import org.gflownet.job.report.ReportCommand;
import org.gflownet.job.sample.SampleCommand;
import org.gflownet.job.score.ScoreCommand;
import org.gflownet.job.train.TrainCommand;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one main class with a sub-command per job. */
@Command(
    name = "gflownet",
    description = "Trains Generative Flow Networks on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class,
    subcommands = {
      TrainCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ScoreCommand.class,
      TrainProxyCommand.class,
      ReportCommand.class,
      BenchCommand.class,
      ScalingCommand.class,
      SoakCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  submit-scripts/train.sh conf/quickstart.conf",
      "  submit-scripts/sample.sh runs/quickstart --num 1000 --output samples.csv",
      "  submit-scripts/evaluate.sh runs/quickstart",
      "  submit-scripts/report.sh runs/quickstart",
      "  submit-scripts/doctor.sh"
    })
public final class Main {
  private static final int LONGEST_COMPLAINT = 2000;

  private Main() {}

  /**
   * Runs a sub-command and ends the JVM with its exit code.
   *
   * @throws SparkUserAppException instead, of a driver in YARN's application master
   */
  public static void main(String[] args) throws SparkUserAppException {
    int code = run(args);
    System.out.flush();
    if (!isInApplicationMaster()) {
      System.exit(code);
    }
    if (code != ExitCode.OK) {
      throw new SparkUserAppException(code);
    }
  }

  /**
   * Whether to leave the end of the JVM to others. YARN's application master, in which a driver
   * runs in cluster mode, takes a program that ends the JVM for one that failed, whatever its exit
   * code, and starts it a second time; of an exception it reports the code.
   */
  static boolean isInApplicationMaster() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** Runs a sub-command and returns its exit code. */
  public static int run(String... args) {
    CommandLine commandLine = commandLine();
    try {
      return args.length == 0 ? usage(commandLine) : commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      return report(e);
    }
  }

  /** The program with all of its sub-commands. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(new SecretArguments())
        .setParameterExceptionHandler(
            (exception, arguments) -> {
              String command = exception.getCommandLine().getCommandSpec().qualifiedName();
              complain(exception.getMessage() + "; see " + command + " --help");
              return ExitCode.USER;
            })
        .setExecutionExceptionHandler((exception, line, parsed) -> report(exception));
  }

  private static int usage(CommandLine commandLine) {
    commandLine.usage(System.err);
    return ExitCode.USER;
  }

  private static int report(Throwable exception) {
    Optional<Failure> failure = Failure.of(exception);
    failure.ifPresentOrElse(f -> complain(f.message()), exception::printStackTrace);
    return failure.map(Failure::exitCode).orElse(ExitCode.FAULT);
  }

  private static void complain(String message) {
    String line = SecretAddresses.hidden(message).replaceAll("\\s*\\R\\s*", " ");
    boolean isLong = line.length() > LONGEST_COMPLAINT;
    System.err.println(
        "gflownet: " + (isLong ? line.substring(0, LONGEST_COMPLAINT) + "..." : line));
  }
}
