package org.gflownet.trajectory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateBatch;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;

/**
 * Batched rollouts: all trajectories of a slice advance together, and the states they meet at one
 * depth are evaluated at once, each distinct state once.
 *
 * <p>Trajectory i draws from the stream keyed by (seed, step, i) alone, so it does not depend on
 * the slice it is in. Not thread-safe.
 *
 * @param <S> the state
 */
public final class Sampler<S> {
  private final Environment<S> environment;
  private final LogReward<? super S> reward;
  private final StateDraws draws = new StateDraws();

  /**
   * A sampler.
   *
   * @param environment where to build objects
   * @param reward of the objects built
   */
  public Sampler(Environment<S> environment, LogReward<? super S> reward) {
    this.environment = environment;
    this.reward = reward;
  }

  /**
   * Samples trajectories {@code from..to-1} of a step.
   *
   * @param table receives the visited states; its model has its parameters loaded
   * @param exploration deviation from the policy
   * @param seed of the run
   * @param step the parameter update that the trajectories are for
   * @return the trajectories in the order of their indices
   * @throws NonFiniteLogitsException if the model gives logits that are not finite
   */
  public List<Trajectory<S>> sample(
      StateTable<S> table, Exploration exploration, long seed, long step, long from, long to) {
    return sample(table, exploration, random -> environment.initialState(), seed, step, from, to);
  }

  /**
   * As {@link #sample}, for training: trajectories start where {@link Environment#drawSource} says.
   */
  public List<Trajectory<S>> sampleFromSources(
      StateTable<S> table, Exploration exploration, long seed, long step, long from, long to) {
    return sample(table, exploration, environment::drawSource, seed, step, from, to);
  }

  private List<Trajectory<S>> sample(
      StateTable<S> table,
      Exploration exploration,
      Function<RandomStream, S> source,
      long seed,
      long step,
      long from,
      long to) {
    List<Path<S>> paths = new ArrayList<>(Math.toIntExact(to - from));
    for (long index = from; index < to; index++) {
      RandomStream random = new RandomStream(seed, step, index);
      paths.add(new Path<>(source.apply(random), random));
    }
    rollOut(table, paths, exploration);
    return finish(paths, from);
  }

  /**
   * Goes on from where given paths stand until they end, without exploration.
   *
   * @param table receives the visited states; its model has its parameters loaded
   * @param prefixes paths from s0; those whose last state forces termination are complete
   * @param randoms a stream for each, advanced by the draws
   * @param firstIndex number given to the first trajectory; the others follow
   * @throws NonFiniteLogitsException if the model gives logits that are not finite
   */
  List<Trajectory<S>> complete(
      StateTable<S> table,
      List<Trajectory<S>> prefixes,
      List<RandomStream> randoms,
      long firstIndex) {
    List<Path<S>> paths = new ArrayList<>(prefixes.size());
    for (int i = 0; i < prefixes.size(); i++) {
      paths.add(new Path<>(prefixes.get(i), randoms.get(i)));
    }
    rollOut(table, paths, Exploration.NONE);
    return finish(paths, firstIndex);
  }

  private void rollOut(StateTable<S> table, List<Path<S>> paths, Exploration exploration) {
    List<Path<S>> active = new ArrayList<>(paths);
    active.removeIf(path -> environment.termination(path.last()) == Termination.FORCED);
    draws.reset();
    while (!active.isEmpty()) {
      intern(table, active);
      table.evaluate();
      advance(table, active, exploration);
    }
  }

  private void intern(StateTable<S> table, List<Path<S>> active) {
    for (int i = 0; i < active.size(); i++) {
      Path<S> path = active.get(i);
      path.row = table.intern(path.last());
      path.standIn(table.state(path.row));
      draws.expect(path.row);
    }
  }

  /** Takes one action in every active path and keeps those that go on. */
  private void advance(StateTable<S> table, List<Path<S>> active, Exploration exploration) {
    StateBatch batch = table.batch();
    float[] logits = table.logits();
    int kept = 0;
    for (int i = 0; i < active.size(); i++) {
      Path<S> path = active.get(i);
      int from = batch.outputOffset(path.row);
      int to = table.forwardEnd(path.row);
      int position = draws.draw(path.row, logits, from, to, exploration, path.random);
      if (path.take(batch.outputs()[position], environment)) {
        active.set(kept++, path);
      }
    }
    active.subList(kept, active.size()).clear();
  }

  private List<Trajectory<S>> finish(List<Path<S>> paths, long from) {
    List<S> objects = new ArrayList<>(paths.size());
    for (Path<S> path : paths) {
      objects.add(path.last());
    }
    double[] logRewards = new double[paths.size()];
    reward.logRewards(objects, logRewards);
    List<Trajectory<S>> trajectories = new ArrayList<>(paths.size());
    for (int i = 0; i < paths.size(); i++) {
      Path<S> path = paths.get(i);
      trajectories.add(
          new Trajectory<>(
              path.states, path.actions.toArray(), path.stopped, logRewards[i], from + i));
    }
    return trajectories;
  }

  /** A trajectory in the making. */
  private static final class Path<S> {
    final List<S> states = new ArrayList<>();
    final IntList actions = new IntList();
    final RandomStream random;
    boolean stopped;
    int row;

    Path(S start, RandomStream random) {
      states.add(start);
      this.random = random;
    }

    Path(Trajectory<S> prefix, RandomStream random) {
      states.addAll(prefix.states());
      for (int action : prefix.actions()) {
        actions.add(action);
      }
      this.random = random;
    }

    /** Takes an equal state for its last: what is looked up again is found sooner. */
    void standIn(S state) {
      states.set(states.size() - 1, state);
    }

    S last() {
      return states.get(states.size() - 1);
    }

    /** Returns whether the path goes on after the action. */
    boolean take(int action, Environment<S> environment) {
      if (action == environment.stopAction()) {
        stopped = true;
        return false;
      }
      S next = environment.step(last(), action);
      states.add(next);
      actions.add(action);
      return environment.termination(next) != Termination.FORCED;
    }
  }
}
