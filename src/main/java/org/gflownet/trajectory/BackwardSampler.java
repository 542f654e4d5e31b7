package org.gflownet.trajectory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;

/**
 * Draws paths that end in given objects from a backward policy: from x to s0, each time to one of
 * the distinct parents with the probability that the model's P_B gives it, or with equal
 * probability where the model has none.
 *
 * <p>All paths of a call step back together, and the states that they meet are evaluated at once. A
 * path depends on its object and its stream alone. Not thread-safe.
 *
 * @param <S> the state
 */
public final class BackwardSampler<S> {
  private final Environment<S> environment;
  private final IntList backward = new IntList();
  private final IntList edge = new IntList();

  /** A sampler of paths through an environment. */
  public BackwardSampler(Environment<S> environment) {
    this.environment = environment;
  }

  /**
   * Draws one path for each object from the backward policy of a table's model.
   *
   * @param table receives the states met where the policy is learned; its model has its parameters
   *     loaded
   * @param objects terminating states
   * @param logRewards log R of each
   * @param randoms a stream for each, advanced by the draw
   * @param firstIndex number given to the first trajectory; the others follow
   * @return the paths in the order of their objects
   * @throws NonFiniteLogitsException if the model gives logits that are not finite
   */
  public List<Trajectory<S>> sample(
      StateTable<S> table,
      List<? extends S> objects,
      double[] logRewards,
      List<RandomStream> randoms,
      long firstIndex) {
    List<Path<S>> paths = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      paths.add(new Path<>(objects.get(i), logRewards[i], randoms.get(i), firstIndex + i));
    }
    if (table.heads().hasBackwardPolicy()) {
      walkLearned(table, new ArrayList<>(paths));
    } else {
      paths.forEach(this::walkUniform);
    }
    List<Trajectory<S>> trajectories = new ArrayList<>(paths.size());
    paths.forEach(path -> trajectories.add(path.finish(environment)));
    return trajectories;
  }

  /**
   * Draws a path from the uniform backward policy.
   *
   * @param object a terminating state
   * @param logReward of it
   * @param random advanced by the draw
   * @param index number given to the trajectory
   */
  public Trajectory<S> sampleUniform(S object, double logReward, RandomStream random, long index) {
    Path<S> path = new Path<>(object, logReward, random, index);
    walkUniform(path);
    return path.finish(environment);
  }

  private void walkUniform(Path<S> path) {
    while (parentsOf(path.state()).size() > 0) {
      stepBack(path, path.random.nextInt(backward.size()));
    }
  }

  private void walkLearned(StateTable<S> table, List<Path<S>> active) {
    active.removeIf(path -> parentsOf(path.state()).size() == 0);
    while (!active.isEmpty()) {
      int[] rows = new int[active.size()];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = table.intern(active.get(i).state());
      }
      table.evaluate();
      float[] logits = table.logits();
      int kept = 0;
      for (int i = 0; i < rows.length; i++) {
        Path<S> path = active.get(i);
        int from = table.forwardEnd(rows[i]);
        int to = table.backwardEnd(rows[i]);
        parentsOf(path.state());
        stepBack(path, ActionSampler.draw(logits, from, to, 1.0, path.random) - from);
        if (parentsOf(path.state()).size() > 0) {
          active.set(kept++, path);
        }
      }
      active.subList(kept, active.size()).clear();
    }
  }

  /** Goes to one of the parents that {@link #parentsOf} found last. */
  private void stepBack(Path<S> path, int parent) {
    int choice = backward.get(parent);
    edge.clear();
    environment.edgeActions(path.state(), choice, edge);
    path.actions.add(edge.get(0));
    path.states.add(environment.backstep(path.state(), choice));
  }

  private IntList parentsOf(S state) {
    backward.clear();
    environment.backwardActions(state, backward);
    return backward;
  }

  /** A path in the making, from its object on. */
  private static final class Path<S> {
    final List<S> states = new ArrayList<>();
    final IntList actions = new IntList();
    final double logReward;
    final RandomStream random;
    final long index;

    Path(S object, double logReward, RandomStream random, long index) {
      states.add(object);
      this.logReward = logReward;
      this.random = random;
      this.index = index;
    }

    S state() {
      return states.get(states.size() - 1);
    }

    Trajectory<S> finish(Environment<S> environment) {
      boolean stopped = environment.termination(states.get(0)) == Termination.OPTIONAL;
      Collections.reverse(states);
      int[] forward = new int[actions.size()];
      for (int i = 0; i < forward.length; i++) {
        forward[i] = actions.get(forward.length - 1 - i);
      }
      return new Trajectory<>(List.copyOf(states), forward, stopped, logReward, index);
    }
  }
}
