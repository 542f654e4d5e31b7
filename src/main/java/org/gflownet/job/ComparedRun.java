package org.gflownet.job;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.train.TrainingDivergedException;
import org.gflownet.train.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a comparison as a task can carry it out: what {@code train} does, on one thread, in a
 * folder that the driver can read.
 *
 * @param settings the resolved configuration as text
 * @param location of the run folder
 */
record ComparedRun(String settings, String location) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(ComparedRun.class);

  /** The outcome that an earlier process left, if the run is finished with the same settings. */
  Optional<RunOutcome> finished() {
    return RunOutcome.read(RunFolder.at(location).directory())
        .filter(outcome -> outcome.status().isFinished() && outcome.digest().equals(digest()));
  }

  private String digest() {
    return ConfigLoader.parse(settings, "the settings of a run").digest();
  }

  /**
   * Runs, from the newest checkpoint if there is one. Whatever goes wrong is an outcome, not an
   * exception: other runs go on.
   *
   * @param stop asked between steps
   */
  RunOutcome run(BooleanSupplier stop) {
    String digest = digest();
    RunFolder folder = RunFolder.at(location);
    RunOutcome outcome;
    try {
      outcome = train(folder, digest, stop);
    } catch (UserException
        | InvalidConfigException
        | TrainingDivergedException
        | MemoryException
        | RewardFailureException e) {
      outcome = RunOutcome.failed(e.getMessage(), digest);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOG.warn("a run of the comparison failed: " + location, e);
      outcome = RunOutcome.failed(e.toString(), digest);
    }
    if (outcome.status() != RunOutcome.Status.INTERRUPTED) {
      outcome.write(folder.directory());
    }
    return outcome;
  }

  private RunOutcome train(RunFolder folder, String digest, BooleanSupplier stop) {
    GflownetConfig config = ConfigLoader.parse(settings, "the settings of a run");
    boolean resume = folder.hasRun();
    if (resume) {
      folder.requireSameRun(config, false);
    } else {
      folder.directory().create();
    }
    TrainingRun run =
        new TrainingRun(config, folder, resume, "compare.sh with --resume", OptionalInt.empty());
    if (!run.runUnattended(stop)) {
      return new RunOutcome(RunOutcome.Status.INTERRUPTED, "", digest);
    }
    TrainingState.Counters spent = folder.checkpoint(config, null).counters();
    OptionalDouble seconds = config.train().budget().seconds();
    boolean byClock = seconds.isPresent() && spent.seconds() >= seconds.getAsDouble();
    return new RunOutcome(
        byClock ? RunOutcome.Status.TIME : RunOutcome.Status.DONE, "", digest);
  }
}
