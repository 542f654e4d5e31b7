package org.gflownet.run.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gflownet.env.Conditioned;
import org.gflownet.env.Environment;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.eval.Unrewarded;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.report.chem.FragmentText;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Vocabularies;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/** A few trajectories of a policy, state by state, for the report. */
final class SampledPaths<S> {
  private final Problem<S> problem;
  private final StateTable<S> table;
  private final Function<List<Trajectory<S>>, double[]> reward;

  /**
   * One trajectory.
   *
   * @param states from s0 on
   * @param probabilities P_F of each transition, STOP last where it was chosen
   * @param stopped whether STOP was chosen
   * @param logReward log R of the object
   * @param logForward log P_F of the path
   */
  record Path(
      List<State> states,
      List<Double> probabilities,
      boolean stopped,
      double logReward,
      double logForward) {}

  /**
   * One state.
   *
   * @param label in words
   * @param cell coordinates of a grid; null otherwise
   * @param smiles of a molecule; null otherwise
   */
  record State(String label, int[] cell, String smiles) {}

  /**
   * Trajectories of a policy.
   *
   * @param table its model has its parameters loaded
   * @param reward log R of the objects that trajectories end in
   */
  SampledPaths(
      Problem<S> problem, StateTable<S> table, Function<List<Trajectory<S>>, double[]> reward) {
    this.problem = problem;
    this.table = table;
    this.reward = reward;
  }

  /** Draws trajectories without exploration. */
  List<Path> draw(int count, long seed) {
    table.clear();
    Sampler<S> sampler = new Sampler<>(problem.environment(), new Unrewarded<>());
    List<Trajectory<S>> drawn =
        sampler.sample(table, Exploration.NONE, RandomStream.derive(seed, "report"), 0, 0, count);
    PathProbabilities<S> probabilities = new PathProbabilities<>(table);
    List<Path> paths = new ArrayList<>();
    double[] logRewards = reward.apply(drawn);
    for (int i = 0; i < logRewards.length; i++) {
      paths.add(path(drawn.get(i), logRewards[i], probabilities));
    }
    return paths;
  }

  private Path path(
      Trajectory<S> trajectory, double logReward, PathProbabilities<S> probabilities) {
    List<Double> transitions = new ArrayList<>();
    double[] logs = probabilities.logTransitions(trajectory);
    for (double log : logs) {
      transitions.add(LogSpace.exp(log));
    }
    return new Path(
        trajectory.states().stream().map(this::state).toList(),
        transitions,
        trajectory.stopped(),
        logReward,
        java.util.Arrays.stream(logs).sum());
  }

  private State state(S state) {
    return plain(state instanceof Conditioned<?> conditioned ? conditioned.state() : state);
  }

  private State plain(Object state) {
    if (state instanceof GridState grid) {
      int[] cell = new int[grid.ndim()];
      StringBuilder label = new StringBuilder();
      for (int d = 0; d < cell.length; d++) {
        cell[d] = grid.coordinate(d);
        label.append(d == 0 ? "" : ", ").append(cell[d]);
      }
      return new State(label.toString(), cell, null);
    }
    if (state instanceof FragmentState molecule) {
      String smiles = text().smiles(molecule);
      int blocks = molecule.numBlocks();
      String label = blocks == 0 ? "nothing" : blocks + (blocks == 1 ? " block" : " blocks");
      return new State(label, null, smiles);
    }
    return new State(state.toString(), null, null);
  }

  private FragmentText text() {
    Environment<S> environment = problem.environment();
    return Vocabularies.of(environment)
        .map(FragmentText::new)
        .orElseThrow(() -> new IllegalStateException("no vocabulary for molecules"));
  }
}
