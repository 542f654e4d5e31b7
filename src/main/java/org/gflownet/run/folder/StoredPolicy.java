package org.gflownet.run.folder;

import java.util.List;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Setup;
import org.gflownet.train.Checkpoint;

/**
 * A policy that a run has left in its folder: where {@code sample}, {@code evaluate} and programs
 * begin.
 *
 * @param setup of the run
 * @param checkpoint whose policy it is
 */
public record StoredPolicy(Setup<?> setup, Checkpoint checkpoint) {

  /**
   * The policy of a folder.
   *
   * @param overrides of settings that a finished run may change, as {@code --set} takes them
   * @param step of the checkpoint; null for the newest
   * @throws UserException if there is no policy or no such checkpoint, an override makes it another
   *     run, or a file that the run needs is not what it was
   */
  public static StoredPolicy of(RunFolder folder, List<String> overrides, Long step) {
    GflownetConfig config = folder.config(overrides);
    folder.requireSameRun(config, true);
    folder.requirePolicy(config);
    return of(folder, Setup.of(config), step);
  }

  /** The policy of a folder whose setup is made already. */
  public static StoredPolicy of(RunFolder folder, Setup<?> setup, Long step) {
    return new StoredPolicy(setup, folder.checkpoint(setup, step));
  }

  /** The settings of the run. */
  public GflownetConfig config() {
    return setup.config();
  }

  /** Number of training steps behind the policy. */
  public long step() {
    return checkpoint.counters().step();
  }
}
