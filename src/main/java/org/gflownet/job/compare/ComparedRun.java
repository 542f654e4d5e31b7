package org.gflownet.job.compare;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.run.MemoryException;
import org.gflownet.run.RewardFailureException;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Setup;
import org.gflownet.run.train.TrainingRun;
import org.gflownet.spark.StorageException;
import org.gflownet.spark.store.Lease;
import org.gflownet.spark.store.LeaseLostException;
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
    GflownetConfig config = config();
    return RunOutcome.read(folder(config).directory())
        .filter(
            outcome -> outcome.status().isFinished() && outcome.digest().equals(config.digest()));
  }

  private GflownetConfig config() {
    return ConfigLoader.parse(settings, "the settings of a run");
  }

  private RunFolder folder(GflownetConfig config) {
    return RunFolder.at(location, config.cluster().spark());
  }

  /**
   * Runs, from the newest checkpoint if there is one. Whatever goes wrong is an outcome, not an
   * exception: other runs go on.
   *
   * @param stop asked between steps
   */
  RunOutcome run(BooleanSupplier stop) {
    GflownetConfig config = config();
    RunFolder folder = folder(config);
    try {
      folder.directory().create();
      try (RunFolder.Held held = folder.hold(config, "run of compare", Lease.Patience.FOR_END)) {
        return run(config, held.folder(), stop);
      }
    } catch (UserException | LeaseLostException | StorageException e) {
      // The folder is another attempt's: its outcome counts, not this one.
      return RunOutcome.failed(e.getMessage(), config.digest());
    }
  }

  private RunOutcome run(GflownetConfig config, RunFolder folder, BooleanSupplier stop) {
    String digest = config.digest();
    RunOutcome outcome;
    try {
      outcome = train(config, folder, digest, stop);
    } catch (LeaseLostException e) {
      throw e;
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

  private RunOutcome train(
      GflownetConfig config, RunFolder folder, String digest, BooleanSupplier stop) {
    boolean resume = folder.hasRun();
    if (resume) {
      folder.requireSameRun(config, false);
    }
    Setup<?> setup = Setup.of(config);
    TrainingRun run =
        new TrainingRun(setup, folder, resume, "compare.sh with --resume", OptionalInt.empty());
    if (!run.runUnattended(stop)) {
      return new RunOutcome(RunOutcome.Status.INTERRUPTED, "", digest);
    }
    TrainingState.Counters spent = folder.checkpoint(setup, null).counters();
    OptionalDouble seconds = config.train().budget().seconds();
    boolean byClock = seconds.isPresent() && spent.seconds() >= seconds.getAsDouble();
    return new RunOutcome(byClock ? RunOutcome.Status.TIME : RunOutcome.Status.DONE, "", digest);
  }
}
