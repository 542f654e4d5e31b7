package org.gflownet.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where checkpoints are kept. A checkpoint is there whole or not at all. */
public interface CheckpointStore {

  /**
   * Writes a checkpoint and removes those that need not be kept.
   *
   * @param checkpoint to write
   * @param bestStep step of the best so far by the run's measure, which is kept; empty for none
   */
  void save(Checkpoint checkpoint, OptionalLong bestStep);

  /** Marks the checkpoint of a step as the best; does nothing where there is none of that step. */
  void markBest(long step);

  /** Steps of the complete checkpoints, increasing. */
  List<Long> steps();

  /** The newest checkpoint that is whole; damaged ones are passed over with a warning. */
  Optional<Checkpoint> latest();

  /**
   * The checkpoint of a step.
   *
   * @throws IllegalArgumentException with one line that says what is wrong if it is missing or
   *     damaged
   */
  Checkpoint load(long step);

  /** The step of the best checkpoint, if one was marked. */
  Optional<Long> bestStep();
}
