package org.gflownet.trajectory;

import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.model.StateTable;

/**
 * Log-probabilities of complete paths under the forward policy of a model and a backward policy,
 * the model's or the uniform one.
 *
 * <p>Paths are sequences of states: where several actions lead from s to s', P_F(s' | s) is the sum
 * over them, and a uniform P_B(s | s') is 1 / number of distinct parents. {@link #intern} all paths
 * of a chunk, evaluate the table once, then ask. Not thread-safe.
 *
 * @param <S> the state
 */
public final class PathProbabilities<S> {
  private final StateTable<S> table;
  private final Environment<S> environment;
  private final IntList parents = new IntList();
  private final IntList edge = new IntList();

  /**
   * Reads logits from a table.
   *
   * @param table with a model that has its parameters loaded
   */
  public PathProbabilities(StateTable<S> table) {
    this.table = table;
    this.environment = table.environment();
  }

  /**
   * Adds the states in which a path chose to the table, to be evaluated by {@link
   * StateTable#evaluate}.
   */
  public void intern(Trajectory<S> trajectory) {
    boolean all = trajectory.stopped() || table.heads().hasBackwardPolicy();
    int numChoices = trajectory.states().size() - (all ? 0 : 1);
    for (int t = 0; t < numChoices; t++) {
      table.intern(trajectory.states().get(t));
    }
  }

  /** log P_F(path): the sum over its transitions, STOP included unless it was forced. */
  public double logForward(Trajectory<S> trajectory) {
    List<S> states = trajectory.states();
    double sum = 0;
    for (int t = 0; t + 1 < states.size(); t++) {
      sum += logTransition(states.get(t), states.get(t + 1), trajectory.actions()[t]);
    }
    if (trajectory.stopped()) {
      int row = table.intern(trajectory.terminatingState());
      sum += logit(row, environment.stopAction()) - logTotal(row);
    }
    return sum;
  }

  /** log P_F of each transition, STOP last unless it was forced. */
  public double[] logTransitions(Trajectory<S> trajectory) {
    List<S> states = trajectory.states();
    double[] logs = new double[trajectory.numTransitions()];
    for (int t = 0; t + 1 < states.size(); t++) {
      logs[t] = logTransition(states.get(t), states.get(t + 1), trajectory.actions()[t]);
    }
    if (trajectory.stopped()) {
      int row = table.intern(trajectory.terminatingState());
      logs[logs.length - 1] = logit(row, environment.stopAction()) - logTotal(row);
    }
    return logs;
  }

  /**
   * log P_B(path | its terminating state) of the model's backward policy; uniform where it has
   * none.
   */
  public double logBackward(Trajectory<S> trajectory) {
    if (!table.heads().hasBackwardPolicy()) {
      return logUniformBackward(trajectory);
    }
    double sum = 0;
    for (int t = 1; t < trajectory.states().size(); t++) {
      S state = trajectory.states().get(t);
      int row = table.intern(state);
      int begin = table.forwardEnd(row);
      int back = environment.wayBack(state, trajectory.states().get(t - 1), parentsOf(state));
      if (back < 0) {
        throw new IllegalArgumentException("no way back to " + trajectory.states().get(t - 1));
      }
      sum +=
          table.logits()[begin + back]
              - LogSpace.logSumExp(table.logits(), begin, table.backwardEnd(row));
    }
    return sum;
  }

  /** log P_B(path | its terminating state) for a uniform choice among distinct parents. */
  private double logUniformBackward(Trajectory<S> trajectory) {
    double sum = 0;
    for (int t = 1; t < trajectory.states().size(); t++) {
      sum -= LogSpace.log(parentsOf(trajectory.states().get(t)).size());
    }
    return sum;
  }

  private double logTransition(S from, S to, int action) {
    int back = environment.wayBack(to, from, parentsOf(to));
    int row = table.intern(from);
    if (back < 0) {
      if (!environment.step(from, action).equals(to)) {
        throw new IllegalArgumentException(from + " is no parent of " + to);
      }
      return logit(row, action) - logTotal(row);
    }
    edge.clear();
    environment.edgeActions(to, parents.get(back), edge);
    return logEdges(row);
  }

  /** log of the probability of taking any action of {@code edge} in a row's state. */
  private double logEdges(int row) {
    double sum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < edge.size(); i++) {
      sum = LogSpace.logAddExp(sum, logit(row, edge.get(i)));
    }
    return sum - logTotal(row);
  }

  private double logit(int row, int action) {
    return table.logits()[table.batch().outputPosition(row, action)];
  }

  private double logTotal(int row) {
    return LogSpace.logSumExp(
        table.logits(), table.batch().outputOffset(row), table.forwardEnd(row));
  }

  private IntList parentsOf(S state) {
    parents.clear();
    environment.backwardActions(state, parents);
    return parents;
  }
}
