package org.gflownet.trajectory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;

/**
 * Local search around sampled objects (Kim et al. 2024, arXiv 2310.02710): in every round each
 * object x goes some steps back with P_B, is built again from there with P_F, and the new object x'
 * takes its place if it is accepted.
 *
 * <p>The number of steps back is uniform over 0 to min(L, T), where T is the number of steps of x
 * and L the limit. With {@link Acceptance#METROPOLIS}, x' is accepted with probability
 *
 * <pre>
 * min(1, R(x') m(T) P_B(f) P_F(b) / ( R(x) m(T') P_B(b) P_F(f) ) )
 * </pre>
 *
 * where:
 *
 * <ul>
 *   <li>b is the piece of path from the common state s' to x, f that from s' to x', STOP included;
 *   <li>m(T) = min(L, T) + 1; an x' more than L steps away from s' is not accepted.
 * </ul>
 *
 * <p>So a chain of rounds has the stationary distribution R/Z whatever the policies (of the paper's
 * rule this is the form for paths of any length). The policies are used as they are, without
 * exploration. Not thread-safe.
 *
 * @param <S> the state
 */
public final class LocalSearch<S> {
  private final Settings settings;
  private final Sampler<S> sampler;
  private final BackwardSampler<S> backwardSampler;

  /** When a new object takes the place of the old. */
  public enum Acceptance {
    /** If its reward is larger. */
    GREATER,
    /** With the probability of Metropolis and Hastings. */
    METROPOLIS
  }

  /**
   * How to search.
   *
   * @param rounds number of rounds; 0 for no search
   * @param steps largest number of steps back L, at least 1
   * @param acceptance when a new object takes the place of the old
   */
  public record Settings(int rounds, int steps, Acceptance acceptance) implements Serializable {
    /** No search. */
    public static final Settings NONE = new Settings(0, 1, Acceptance.GREATER);
  }

  /**
   * What a search came to.
   *
   * @param kept one trajectory for each that it began with
   * @param proposed all that were built on the way, accepted or not
   */
  public record Outcome<S>(List<Trajectory<S>> kept, List<Trajectory<S>> proposed) {
    /** All that was visited: what it began with, then what was proposed. */
    public List<Trajectory<S>> and(List<Trajectory<S>> sampled) {
      if (proposed.isEmpty()) {
        return sampled;
      }
      List<Trajectory<S>> all = new ArrayList<>(sampled);
      all.addAll(proposed);
      return all;
    }
  }

  /**
   * A search.
   *
   * @param environment of the objects
   * @param reward of the objects
   * @param settings how to search
   */
  public LocalSearch(Environment<S> environment, LogReward<? super S> reward, Settings settings) {
    this.settings = settings;
    this.sampler = new Sampler<>(environment, reward);
    this.backwardSampler = new BackwardSampler<>(environment);
  }

  /**
   * Searches around sampled trajectories.
   *
   * @param table receives the states that are met; its model has its parameters loaded
   * @param sampled of a step
   * @param seed of the run
   * @param step of the trajectories
   * @param batch number of trajectories of the step: those proposed in round r have the index of
   *     the one that they started from plus r times this
   * @throws NonFiniteLogitsException if the model gives logits that are not finite
   */
  public Outcome<S> refine(
      StateTable<S> table, List<Trajectory<S>> sampled, long seed, long step, long batch) {
    if (settings.rounds() == 0) {
      return new Outcome<>(sampled, List.of());
    }
    long stream = RandomStream.derive(seed, "local-search");
    List<Trajectory<S>> kept = new ArrayList<>(sampled);
    List<Trajectory<S>> proposed = new ArrayList<>(settings.rounds() * sampled.size());
    for (int round = 1; round <= settings.rounds() && !sampled.isEmpty(); round++) {
      long offset = round * batch;
      List<RandomStream> randoms = new ArrayList<>(sampled.size());
      for (Trajectory<S> trajectory : sampled) {
        randoms.add(new RandomStream(stream, step, trajectory.index() + offset));
      }
      proposed.addAll(round(table, kept, randoms, sampled.get(0).index() + offset));
    }
    return new Outcome<>(kept, proposed);
  }

  /** One round; replaces what is accepted and returns all that was proposed. */
  private List<Trajectory<S>> round(
      StateTable<S> table, List<Trajectory<S>> kept, List<RandomStream> randoms, long firstIndex) {
    List<Trajectory<S>> backward = backwardPaths(table, kept, randoms);
    int[] depths = new int[kept.size()];
    List<Trajectory<S>> prefixes = new ArrayList<>(depths.length);
    for (int i = 0; i < depths.length; i++) {
      int length = backward.get(i).actions().length;
      depths[i] = length - randoms.get(i).nextInt(choices(length));
      prefixes.add(backward.get(i).prefix(depths[i]));
    }
    List<Trajectory<S>> proposed = sampler.complete(table, prefixes, randoms, firstIndex);
    for (int i = 0; i < depths.length; i++) {
      backward.get(i).states().forEach(table::intern);
      proposed.get(i).states().forEach(table::intern);
    }
    table.evaluate();
    PathProbabilities<S> probabilities = new PathProbabilities<>(table);
    for (int i = 0; i < depths.length; i++) {
      if (accepts(backward.get(i), proposed.get(i), depths[i], probabilities, randoms.get(i))) {
        kept.set(i, proposed.get(i));
      }
    }
    return proposed;
  }

  private List<Trajectory<S>> backwardPaths(
      StateTable<S> table, List<Trajectory<S>> kept, List<RandomStream> randoms) {
    List<S> objects = kept.stream().map(Trajectory::terminatingState).toList();
    double[] logRewards = kept.stream().mapToDouble(Trajectory::logReward).toArray();
    return backwardSampler.sample(table, objects, logRewards, randoms, 0);
  }

  /** Numbers of steps back that there are to choose from. */
  private int choices(int length) {
    return Math.min(settings.steps(), length) + 1;
  }

  private boolean accepts(
      Trajectory<S> old,
      Trajectory<S> proposed,
      int depth,
      PathProbabilities<S> probabilities,
      RandomStream random) {
    if (settings.acceptance() == Acceptance.GREATER) {
      return proposed.logReward() > old.logReward();
    }
    int newLength = proposed.actions().length;
    if (newLength - depth > settings.steps()) {
      return false;
    }
    Trajectory<S> oldPiece = old.suffix(depth);
    Trajectory<S> newPiece = proposed.suffix(depth);
    double logRatio =
        proposed.logReward()
            - old.logReward()
            + LogSpace.log(choices(old.actions().length))
            - LogSpace.log(choices(newLength))
            + probabilities.logBackward(newPiece)
            + probabilities.logForward(oldPiece)
            - probabilities.logBackward(oldPiece)
            - probabilities.logForward(newPiece);
    return LogSpace.log(random.nextDouble()) < logRatio;
  }
}
