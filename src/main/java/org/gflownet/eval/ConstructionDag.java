package org.gflownet.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.model.StateTable;

/**
 * All states from which an object can be built, with the transitions between them: what an exact
 * log p(x) needs.
 *
 * <p>With r(s0) = 1 and r(s') = sum over parents s of r(s) P_F(s' | s), p(x) = r(x) P_F(STOP | x),
 * the last factor being 1 where STOP is forced. For a tree of 8 fragments the states are its
 * connected parts, some hundred at most; for a cell of a grid the box below it.
 *
 * @param <S> the state
 */
public final class ConstructionDag<S> {
  private final Environment<S> environment;
  private final List<S> states;
  private final List<int[]> parents;
  private final List<int[][]> actions;

  private ConstructionDag(
      Environment<S> environment, List<S> states, List<int[]> parents, List<int[][]> actions) {
    this.environment = environment;
    this.states = states;
    this.parents = parents;
    this.actions = actions;
  }

  /**
   * The states below an object.
   *
   * @param environment where it is built
   * @param object a terminating state
   * @param maxStates give up beyond this number of states
   * @return empty where there are more
   */
  public static <S> Optional<ConstructionDag<S>> of(
      Environment<S> environment, S object, int maxStates) {
    return new Builder<>(environment, maxStates).build(object);
  }

  /** Number of states, the object and s0 included. */
  public int size() {
    return states.size();
  }

  /** Adds all states to a table, to be evaluated. */
  public void intern(StateTable<S> table) {
    states.forEach(table::intern);
  }

  /**
   * log p(x) under the policy of a model.
   *
   * @param table holds the logits of all states, see {@link #intern}
   */
  public double logProbability(StateTable<S> table) {
    int last = states.size() - 1;
    int[] rows = new int[states.size()];
    double[] logTotals = new double[states.size()];
    double[] logReach = new double[states.size()];
    for (int i = 0; i <= last; i++) {
      rows[i] = table.intern(states.get(i));
      logTotals[i] = logTotal(table, rows[i]);
      logReach[i] = parents.get(i).length == 0 ? 0.0 : Double.NEGATIVE_INFINITY;
      for (int k = 0; k < parents.get(i).length; k++) {
        int parent = parents.get(i)[k];
        double logEdge = logEdge(table, rows[parent], actions.get(i)[k]) - logTotals[parent];
        logReach[i] = LogSpace.logAddExp(logReach[i], logReach[parent] + logEdge);
      }
    }
    if (environment.termination(states.get(last)) == Termination.FORCED) {
      return logReach[last];
    }
    return logReach[last] + logit(table, rows[last], environment.stopAction()) - logTotals[last];
  }

  private static double logTotal(StateTable<?> table, int row) {
    return LogSpace.logSumExp(
        table.logits(), table.batch().outputOffset(row), table.forwardEnd(row));
  }

  private static double logEdge(StateTable<?> table, int row, int[] edge) {
    double sum = Double.NEGATIVE_INFINITY;
    for (int action : edge) {
      sum = LogSpace.logAddExp(sum, logit(table, row, action));
    }
    return sum;
  }

  private static double logit(StateTable<?> table, int row, int action) {
    return table.logits()[table.batch().outputPosition(row, action)];
  }

  /** Walks backwards from the object, depth first; a state is numbered after all its parents. */
  private static final class Builder<S> {
    private final Environment<S> environment;
    private final int maxStates;
    private final Map<S, Integer> numbers = new HashMap<>();
    private final List<S> states = new ArrayList<>();
    private final List<int[]> parents = new ArrayList<>();
    private final List<int[][]> actions = new ArrayList<>();

    Builder(Environment<S> environment, int maxStates) {
      this.environment = environment;
      this.maxStates = maxStates;
    }

    /** A state whose parents are being visited. */
    private static final class Open<S> {
      final S state;
      final IntList backward = new IntList();
      int[] parents;
      int next;

      Open(S state) {
        this.state = state;
      }
    }

    Optional<ConstructionDag<S>> build(S object) {
      List<Open<S>> stack = new ArrayList<>();
      stack.add(open(object));
      while (!stack.isEmpty()) {
        Open<S> top = stack.get(stack.size() - 1);
        if (states.size() + stack.size() > maxStates || top.parents.length > maxStates) {
          return Optional.empty();
        }
        if (top.next == top.parents.length) {
          close(top);
          stack.remove(stack.size() - 1);
          continue;
        }
        S parent = environment.backstep(top.state, top.backward.get(top.next));
        Integer number = numbers.get(parent);
        if (number == null) {
          stack.add(open(parent));
        } else {
          top.parents[top.next++] = number;
        }
      }
      return Optional.of(new ConstructionDag<>(environment, states, parents, actions));
    }

    private Open<S> open(S state) {
      Open<S> opened = new Open<>(state);
      environment.backwardActions(state, opened.backward);
      opened.parents = new int[opened.backward.size()];
      return opened;
    }

    private void close(Open<S> open) {
      int[][] edges = new int[open.parents.length][];
      IntList edge = new IntList();
      for (int k = 0; k < edges.length; k++) {
        edge.clear();
        environment.edgeActions(open.state, open.backward.get(k), edge);
        edges[k] = edge.toArray();
      }
      numbers.put(open.state, states.size());
      states.add(open.state);
      parents.add(open.parents);
      actions.add(edges);
    }
  }
}
