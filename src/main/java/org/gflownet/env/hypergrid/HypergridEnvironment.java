package org.gflownet.env.hypergrid;

import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.env.Variation;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.math.IntList;

/**
 * The hyper-grid of Bengio et al. 2021, section 4.1: states {0..H-1}^D, s0 = 0, action d &lt; D
 * increments coordinate d, action D is STOP.
 *
 * <p>Backward action d decrements coordinate d. The encoding is one-hot: feature d*H + s_d is 1.
 * The index of a state is its number in base H with coordinate 0 most significant, which every
 * increment makes larger.
 */
public final class HypergridEnvironment
    implements EnumerableEnvironment<GridState>, VariedEnvironment<GridState> {
  private final int ndim;
  private final int height;
  private final TerminationRule rule;
  private final long numIndices;

  /**
   * A grid.
   *
   * @param ndim number of dimensions D, at least 1
   * @param height number of cells per dimension H, at least 2
   * @param rule where trajectories end
   */
  public HypergridEnvironment(int ndim, int height, TerminationRule rule) {
    if (ndim < 1 || height < 2) {
      throw new IllegalArgumentException(
          "a grid needs ndim >= 1 and height >= 2, got " + ndim + " and " + height);
    }
    if ((long) ndim * height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("ndim * height must fit an int: " + ndim + " * " + height);
    }
    this.ndim = ndim;
    this.height = height;
    this.rule = rule;
    this.numIndices = saturatedPower(height, ndim);
  }

  /** Number of dimensions D. */
  public int ndim() {
    return ndim;
  }

  /** Number of cells per dimension H. */
  public int height() {
    return height;
  }

  /** Where trajectories end. */
  public TerminationRule rule() {
    return rule;
  }

  @Override
  public GridState initialState() {
    return GridState.origin(ndim);
  }

  @Override
  public int numActions() {
    return ndim + 1;
  }

  @Override
  public int numBackwardActions() {
    return ndim;
  }

  @Override
  public int stopAction() {
    return ndim;
  }

  @Override
  public Termination termination(GridState state) {
    return rule == TerminationRule.FORCED && numAtEdge(state) > 0
        ? Termination.FORCED
        : Termination.OPTIONAL;
  }

  @Override
  public void forwardActions(GridState state, IntList out) {
    if (termination(state) == Termination.FORCED) {
      return;
    }
    for (int d = 0; d < ndim; d++) {
      if (state.coordinate(d) < height - 1) {
        out.add(d);
      }
    }
    out.add(ndim);
  }

  @Override
  public GridState step(GridState state, int action) {
    if (action < 0
        || action >= ndim
        || state.coordinate(action) >= height - 1
        || termination(state) == Termination.FORCED) {
      throw new IllegalArgumentException("action " + action + " is illegal in " + state);
    }
    return state.moved(action, 1);
  }

  @Override
  public void backwardActions(GridState state, IntList out) {
    // Under the forced rule a state at the edge has one parent: the one that is not at the edge.
    boolean forced = termination(state) == Termination.FORCED;
    for (int d = 0; d < ndim; d++) {
      int c = state.coordinate(d);
      if (c > 0 && (!forced || c == height - 1)) {
        out.add(d);
      }
    }
  }

  @Override
  public GridState backstep(GridState state, int backwardAction) {
    if (backwardAction < 0
        || backwardAction >= ndim
        || state.coordinate(backwardAction) == 0
        || (termination(state) == Termination.FORCED
            && state.coordinate(backwardAction) != height - 1)) {
      throw new IllegalArgumentException(
          "backward action " + backwardAction + " is illegal in " + state);
    }
    return state.moved(backwardAction, -1);
  }

  @Override
  public void edgeActions(GridState state, int backwardAction, IntList out) {
    out.add(backwardAction);
  }

  @Override
  public int numFeatures() {
    return ndim * height;
  }

  @Override
  public void encode(GridState state, IntList activeFeatures) {
    for (int d = 0; d < ndim; d++) {
      activeFeatures.add(d * height + state.coordinate(d));
    }
  }

  @Override
  public Variation<GridState> variation() {
    return new GridVariation(this);
  }

  @Override
  public long numIndices() {
    return numIndices;
  }

  @Override
  public long indexOf(GridState state) {
    long index = 0;
    for (int d = 0; d < ndim; d++) {
      index = index * height + state.coordinate(d);
    }
    return index;
  }

  @Override
  public Optional<GridState> stateAt(long index) {
    if (index < 0 || index >= numIndices) {
      throw new IndexOutOfBoundsException("index " + index + " of " + numIndices);
    }
    int[] coordinates = new int[ndim];
    long rest = index;
    for (int d = ndim - 1; d >= 0; d--) {
      coordinates[d] = (int) (rest % height);
      rest /= height;
    }
    GridState state = GridState.of(coordinates);
    return isReachable(state) ? Optional.of(state) : Optional.empty();
  }

  /** Whether some sequence of actions leads from s0 to the cell. */
  public boolean isReachable(GridState state) {
    return rule == TerminationRule.MASKED || numAtEdge(state) <= 1;
  }

  private int numAtEdge(GridState state) {
    int count = 0;
    for (int d = 0; d < ndim; d++) {
      if (state.coordinate(d) == height - 1) {
        count++;
      }
    }
    return count;
  }

  private static long saturatedPower(long base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      if (power > Long.MAX_VALUE / base) {
        return Long.MAX_VALUE;
      }
      power *= base;
    }
    return power;
  }
}
