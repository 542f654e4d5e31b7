package org.gflownet.train;

/**
 * How a replay memory keeps and draws paths.
 *
 * @param seed of the run
 * @param kind what is kept and how it is drawn
 * @param slices number of slices of a step, each with a shard of its own
 * @param capacity number of paths, over all shards; at least one each
 * @param share of the batch that is drawn, in [0, 1]
 * @param start first step that draws
 * @param topShare share of the paths that count as the best, in (0, 1]
 * @param topWeight probability of a draw from the best, in [0, 1]
 * @param similarity Tanimoto similarity from which on two objects are too alike to be kept both
 */
public record ReplaySettings(
    long seed,
    Kind kind,
    int slices,
    int capacity,
    double share,
    long start,
    double topShare,
    double topWeight,
    double similarity) {

  /** What is kept and how it is drawn. */
  public enum Kind {
    /** The good objects that were there from the beginning alone, all alike. */
    FILE,
    /** The latest paths, all alike. */
    UNIFORM,
    /** Each object once, those of the largest rewards; the best are drawn more often. */
    REWARD_PRIORITISED,
    /** As reward-prioritised; of objects too similar to each other only the best. */
    DIVERSE_PRIORITISED
  }

  /** Capacity of a slice's shard. */
  int capacity(int slice) {
    return (int) ((long) capacity * (slice + 1) / slices - (long) capacity * slice / slices);
  }

  /**
   * Number of paths that a slice draws. Of all trajectories of a run, counted over steps and
   * slices, every (1/share)-th is a drawn one, so small shares are exact, too.
   */
  int numDrawn(StepRequest request, int slice) {
    if (request.step() < start) {
      return 0;
    }
    long before = request.step() * request.batch();
    return (int)
        (Math.floor(share * (before + request.firstTrajectory(slice + 1)))
            - Math.floor(share * (before + request.firstTrajectory(slice))));
  }
}
