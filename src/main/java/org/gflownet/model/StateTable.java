package org.gflownet.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.RealFeatures;
import org.gflownet.math.IntList;

/**
 * The distinct states of one slice, each encoded and evaluated once, whether it was visited by
 * several trajectories or is a parent of a visited state.
 *
 * <p>A row's outputs are the logits of its legal actions, STOP included, in increasing order of
 * action: an illegal action has no logit, hence probability exactly 0. Behind them come, where the
 * model has such heads, the logits of its backward actions and its log-flow. Mutable; not
 * thread-safe; reused from step to step.
 *
 * @param <S> the state
 */
public final class StateTable<S> {
  /**
   * log R of states that may not be terminating, for losses that look forward.
   *
   * @param <S> the state
   */
  @FunctionalInterface
  public interface Rewards<S> {
    /** Writes log R(states[i]) to out[i]. */
    void logRewards(List<S> states, double[] out);
  }

  private final Environment<S> environment;
  private final FlowModel model;
  private final StateBatch batch = new StateBatch();
  private final RealFeatures realFeatures = batch::addReal;
  private final List<S> states = new ArrayList<>();
  private final Heads heads;
  private final Rewards<S> reward;
  private double[] logRewards = new double[0];
  private int numRewarded;
  private final IntList forwardEnds = new IntList(256);
  private final IntList backwardActions = new IntList();
  private final IntList hashes = new IntList(256);
  private int[] slots = new int[1024];

  /**
   * An empty table that asks for all outputs that the model has.
   *
   * @param environment where the states live
   * @param model with its parameters loaded before the first {@link #evaluate}
   */
  public StateTable(Environment<S> environment, FlowModel model) {
    this(environment, model, model.heads(), null);
  }

  /** An empty table that knows the rewards of its states, too. */
  public static <S> StateTable<S> withRewards(
      Environment<S> environment, FlowModel model, Rewards<S> reward) {
    return new StateTable<>(environment, model, model.heads(), reward);
  }

  private StateTable(Environment<S> environment, FlowModel model, Heads heads, Rewards<S> reward) {
    this.environment = environment;
    this.model = model;
    this.heads = heads;
    this.reward = reward;
    Arrays.fill(slots, -1);
  }

  /** An empty table whose rows ask for logits of forward actions only. */
  public static <S> StateTable<S> forwardOnly(Environment<S> environment, FlowModel model) {
    return new StateTable<>(environment, model, Heads.NONE, null);
  }

  /** Forgets all states; the model keeps its parameters. */
  public void clear() {
    batch.clear();
    states.clear();
    forwardEnds.clear();
    numRewarded = 0;
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
    environment.encodeReal(state, realFeatures);
    IntList outputs = batch.newOutputs();
    int begin = outputs.size();
    environment.forwardActions(state, outputs);
    int end = outputs.size();
    forwardEnds.add(end);
    if (heads.hasBackwardPolicy()) {
      backwardActions.clear();
      environment.backwardActions(state, backwardActions);
      for (int b = 0; b < backwardActions.size(); b++) {
        outputs.add(heads.backwardUnit() + backwardActions.get(b));
      }
    }
    // The flow of a state that forces termination is its reward.
    if (heads.hasLogFlow() && end > begin) {
      outputs.add(heads.logFlowUnit());
    }
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

  /**
   * log R of a row's state, asked of the reward in batches; for environments whose every state has
   * one.
   */
  public double logReward(int row) {
    if (row >= numRewarded) {
      double[] batchRewards = new double[states.size() - numRewarded];
      reward.logRewards(states.subList(numRewarded, states.size()), batchRewards);
      if (logRewards.length < states.size()) {
        logRewards = Arrays.copyOf(logRewards, 2 * states.size());
      }
      System.arraycopy(batchRewards, 0, logRewards, numRewarded, batchRewards.length);
      numRewarded = states.size();
    }
    return logRewards[row];
  }

  /** Output units beside those of the forward actions that rows ask for. */
  public Heads heads() {
    return heads;
  }

  /** Position behind the logit of a row's last forward action; they begin at its offset. */
  public int forwardEnd(int row) {
    return forwardEnds.get(row);
  }

  /** Position behind the logit of a row's last backward action; they begin at its forward end. */
  public int backwardEnd(int row) {
    boolean logFlow = heads.hasLogFlow() && forwardEnd(row) > batch.outputOffset(row);
    return batch.outputOffset(row + 1) - (logFlow ? 1 : 0);
  }

  /** Position of a row's log-flow, the last of its outputs; of no state that forces termination. */
  public int logFlowPosition(int row) {
    return batch.outputOffset(row + 1) - 1;
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
