package org.gflownet.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.math.IntList;

/**
 * The distinct states of one slice, each encoded and evaluated once, whether it was visited by
 * several trajectories or is a parent of a visited state.
 *
 * <p>A row's outputs are the logits of its legal actions, STOP included, in increasing order of
 * action: an illegal action has no logit, hence probability exactly 0. Mutable; not thread-safe;
 * reused from step to step.
 *
 * @param <S> the state
 */
public final class StateTable<S> {
  private final Environment<S> environment;
  private final FlowModel model;
  private final StateBatch batch = new StateBatch();
  private final List<S> states = new ArrayList<>();
  private final IntList hashes = new IntList(256);
  private int[] slots = new int[1024];

  /**
   * An empty table.
   *
   * @param environment where the states live
   * @param model with its parameters loaded before the first {@link #evaluate}
   */
  public StateTable(Environment<S> environment, FlowModel model) {
    this.environment = environment;
    this.model = model;
    Arrays.fill(slots, -1);
  }

  /** Forgets all states; the model keeps its parameters. */
  public void clear() {
    batch.clear();
    states.clear();
    hashes.clear();
    Arrays.fill(slots, -1);
    model.reset();
  }

  /** The row of a state, which is added if it is new. */
  public int intern(S state) {
    int hash = state.hashCode();
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    for (int row = slots[slot]; row >= 0; row = slots[slot]) {
      if (hashes.get(row) == hash && states.get(row).equals(state)) {
        return row;
      }
      slot = (slot + 1) & mask;
    }
    int row = add(state, hash);
    slots[slot] = row;
    if (states.size() * 2 > slots.length) {
      grow();
    }
    return row;
  }

  private int add(S state, int hash) {
    environment.encode(state, batch.newFeatures());
    environment.forwardActions(state, batch.newOutputs());
    states.add(state);
    hashes.add(hash);
    return batch.endRow();
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    int mask = slots.length - 1;
    for (int row = 0; row < states.size(); row++) {
      int slot = spread(hashes.get(row)) & mask;
      while (slots[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = row;
    }
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  /** Evaluates the rows added since the last call. */
  public void evaluate() {
    model.evaluate(batch);
  }

  /** The environment that the states belong to. */
  public Environment<S> environment() {
    return environment;
  }

  /** The model that evaluates them. */
  public FlowModel model() {
    return model;
  }

  /** Rows in the order in which they were added. */
  public StateBatch batch() {
    return batch;
  }

  /** The state of a row. */
  public S state(int row) {
    return states.get(row);
  }

  /** Number of distinct states. */
  public int numRows() {
    return states.size();
  }

  /** Logits of all evaluated rows; row r's begin at {@code batch().outputOffset(r)}. */
  public float[] logits() {
    return model.outputs();
  }
}
