package org.gflownet.run.folder;

import java.util.List;
import java.util.function.UnaryOperator;
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
    return of(folder, overrides, step, UnaryOperator.identity());
  }

  /**
   * The policy of a folder, used with settings that change none of its results.
   *
   * @param use from the settings of the run to those that the policy is used with
   * @throws UserException likewise
   */
  public static StoredPolicy of(
      RunFolder folder, List<String> overrides, Long step, UnaryOperator<GflownetConfig> use) {
    GflownetConfig config = folder.config(overrides);
    folder.requireSameRun(config, true);
    folder.requirePolicy(config);
    return of(folder, Setup.of(use.apply(config)), step);
  }

  /** The policy of a folder whose setup is made already. */
  public static StoredPolicy of(RunFolder folder, Setup<?> setup, Long step) {
    return new StoredPolicy(setup, folder.checkpoint(setup, step));
  }

  /** The settings of the run. */
  public GflownetConfig config() {
    return setup.config();
  }

  /** Parameters of the policy: averaged where the run keeps an average. */
  public float[] parameters() {
    return checkpoint.policyParameters();
  }

  /** Number of training steps behind the policy. */
  public long step() {
    return checkpoint.counters().step();
  }
}
