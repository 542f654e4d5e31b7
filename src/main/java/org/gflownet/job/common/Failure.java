package org.gflownet.job.common;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.run.ExitCode;
import org.gflownet.run.MemoryException;
import org.gflownet.run.RewardFailureException;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.MemoryFault;
import org.gflownet.spark.ExecutorWatch;
import org.gflownet.spark.StorageException;
import org.gflownet.spark.dl4j.ProxyDivergedException;
import org.gflownet.spark.store.LeaseLostException;
import org.gflownet.train.TrainingDivergedException;

/**
 * What a user is told of an exception that ends a command, in one line.
 *
 * @param message to print
 * @param exitCode of the command
 */
public record Failure(String message, int exitCode) {
  /**
   * What an executor without the driver's engine says, within Spark's report of the failed task.
   */
  private static final Pattern NO_ENGINE =
      Pattern.compile(
          "engine '.*' cannot run here: .*|file setting \\S+ = .*"
              + "|\\S+ not found or not executable: .*");

  /** Spark's report of a task that failed each time it was tried, with its last exception. */
  private static final Pattern FAILED_TASK =
      Pattern.compile(
          "failed (\\d+) times, most recent failure: Lost task .*?\\): *([^\\n"
              + "]+)(?:\\s+at ([^\\n"
              + "]+))?");

  /** Spark's words once its context has been stopped by anybody but the run. */
  private static final Pattern STOPPED =
      Pattern.compile("stopped SparkContext|SparkContext (was|has been|is) (shut|shutting) ?down");

  /** Why {@link ExecutorWatch} gave a job up. */
  private static final Pattern NO_EXECUTOR =
      Pattern.compile(Pattern.quote(ExecutorWatch.REASON) + "\\d+ s \\([a-z.-]+\\)");

  private static final String STAYS =
      "; what was complete before stays, --resume goes on from the last checkpoint";

  public static final String NOT_TAKEN =
      "the cluster has not taken this run, or has ended it: what Spark says above tells which;"
          + " check cluster.master, and --properties-file where the cluster asks for a secret";

  /** What to say of an exception; empty where only its stack trace tells what happened. */
  public static Optional<Failure> of(Throwable exception) {
    String message = String.valueOf(exception.getMessage());
    if (exception instanceof UserException || exception instanceof InvalidConfigException) {
      return Optional.of(new Failure(message, ExitCode.USER));
    }
    if (exception instanceof LeaseLostException
        || exception instanceof TrainingDivergedException
        || exception instanceof ProxyDivergedException
        || exception instanceof RewardFailureException) {
      return Optional.of(new Failure(message, ExitCode.FAULT));
    }
    if (exception instanceof StorageException || exception instanceof MemoryException) {
      return Optional.of(new Failure(message + STAYS, ExitCode.FAULT));
    }
    Optional<MemoryFault> memory = MemoryFault.of(exception);
    if (memory.isPresent()) {
      String remedy = memory.get().remedy(true);
      return Optional.of(
          new Failure(memory.get().happening() + "; " + remedy + STAYS, ExitCode.FAULT));
    }
    Matcher engine = NO_ENGINE.matcher(message);
    if (engine.find()) {
      return Optional.of(new Failure("on an executor: " + engine.group(), ExitCode.USER));
    }
    Matcher waited = NO_EXECUTOR.matcher(message);
    if (waited.find()) {
      return Optional.of(new Failure(waited.group() + STAYS, ExitCode.FAULT));
    }
    if (STOPPED.matcher(message).find()) {
      return Optional.of(new Failure(NOT_TAKEN + STAYS, ExitCode.FAULT));
    }
    return MemoryFault.isOfSpark(exception) ? ofTask(message) : Optional.empty();
  }

  private static Optional<Failure> ofTask(String message) {
    Matcher task = FAILED_TASK.matcher(message);
    if (!task.find()) {
      return Optional.empty();
    }
    String place = task.group(3) == null ? "" : " at " + task.group(3).strip();
    return Optional.of(
        new Failure(
            "a task failed "
                + task.group(1)
                + " times, the last time with "
                + task.group(2).strip()
                + place
                + STAYS,
            ExitCode.FAULT));
  }
}
