package org.gflownet.eval;

import java.io.Serializable;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;

/** What one task of an evaluation does. Travels to executors as plain Java. */
public sealed interface EvaluationShare extends Serializable {

  /**
   * Samples paths of the policy, scores their objects and weighs them.
   *
   * @param exploration deviation from the policy
   * @param seed of the random streams
   * @param stream number that keys them beside the seed and a path's index
   * @param from index of the first path
   * @param to one more than that of the last
   * @param keepsPaths whether the result has the paths themselves
   */
  record Sampled(
      Exploration exploration, long seed, long stream, long from, long to, boolean keepsPaths)
      implements EvaluationShare {}

  /**
   * Scores the states {@code from..to-1} of an enumerable environment.
   *
   * @param from first index
   * @param to one more than the last
   */
  record Listed(int from, int to) implements EvaluationShare {}

  /**
   * Scores the objects of given paths.
   *
   * @param paths to the objects
   */
  record Given(ActionPaths paths) implements EvaluationShare {}
}
