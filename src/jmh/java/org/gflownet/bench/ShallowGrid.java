package org.gflownet.bench;

import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.math.IntList;

/**
 * A hyper-grid cut off at a depth: a state that so many increments lead to ends its trajectory.
 *
 * @param grid with masked termination
 * @param depth the largest sum of coordinates
 */
record ShallowGrid(HypergridEnvironment grid, int depth) implements Environment<GridState> {

  @Override
  public GridState initialState() {
    return grid.initialState();
  }

  @Override
  public int numActions() {
    return grid.numActions();
  }

  @Override
  public int numBackwardActions() {
    return grid.numBackwardActions();
  }

  @Override
  public int stopAction() {
    return grid.stopAction();
  }

  @Override
  public Termination termination(GridState state) {
    int sum = 0;
    for (int d = 0; d < state.ndim(); d++) {
      sum += state.coordinate(d);
    }
    return sum < depth ? Termination.OPTIONAL : Termination.FORCED;
  }

  @Override
  public void forwardActions(GridState state, IntList out) {
    if (termination(state) != Termination.FORCED) {
      grid.forwardActions(state, out);
    }
  }

  @Override
  public GridState step(GridState state, int action) {
    return grid.step(state, action);
  }

  @Override
  public void backwardActions(GridState state, IntList out) {
    grid.backwardActions(state, out);
  }

  @Override
  public GridState backstep(GridState state, int backwardAction) {
    return grid.backstep(state, backwardAction);
  }

  @Override
  public void edgeActions(GridState state, int backwardAction, IntList out) {
    grid.edgeActions(state, backwardAction, out);
  }

  @Override
  public int numFeatures() {
    return grid.numFeatures();
  }

  @Override
  public void encode(GridState state, IntList activeFeatures) {
    grid.encode(state, activeFeatures);
  }
}
