package org.gflownet.train;

import java.util.List;
import org.gflownet.trajectory.ActionPaths;

/**
 * Memory of earlier trajectories, from which the slices of a step draw a part of their share. On
 * the driver: what a slice sampled comes once, with its result, and goes out again only when it is
 * drawn, to the slice that drew it. A lost executor loses nothing of it.
 *
 * <p>Mutable; not thread-safe.
 */
public interface Replay extends TrainingListener {

  /**
   * What the slices of a step take instead of sampling as many trajectories. Asked for once for
   * each step, in the order of steps.
   *
   * @param request the step
   * @return one set of paths per slice, or an empty list where no slice draws any
   */
  List<ActionPaths> draw(StepRequest request);

  /**
   * Takes in what a step sampled.
   *
   * @param step 0-based number of the step; steps come in order
   * @param sampled one set of paths per slice
   */
  void add(long step, List<ActionPaths> sampled);

  /** No memory. */
  static Replay none() {
    return new Replay() {
      @Override
      public List<ActionPaths> draw(StepRequest request) {
        return List.of();
      }

      @Override
      public void add(long step, List<ActionPaths> sampled) {
        // Nothing is kept.
      }
    };
  }
}
