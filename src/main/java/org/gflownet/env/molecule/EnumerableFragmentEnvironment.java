package org.gflownet.env.molecule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.env.Variation;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.math.IntList;

/**
 * A fragment environment of few states, all of them listed breadth first; every action adds a
 * block, so the order is topological. For exact evaluation with small vocabularies. Immutable.
 */
public final class EnumerableFragmentEnvironment
    implements EnumerableEnvironment<FragmentState>, VariedEnvironment<FragmentState> {
  private final FragmentEnvironment environment;
  private final List<FragmentState> states = new ArrayList<>();
  private final Map<FragmentState, Integer> indices = new HashMap<>();

  /**
   * Lists the states of an environment.
   *
   * @param maxStates bound on their number
   * @throws IllegalArgumentException if there are more
   */
  public EnumerableFragmentEnvironment(FragmentEnvironment environment, int maxStates) {
    this.environment = environment;
    add(environment.initialState(), maxStates);
    IntList actions = new IntList();
    for (int next = 0; next < states.size(); next++) {
      actions.clear();
      environment.forwardActions(states.get(next), actions);
      for (int i = 0; i < actions.size(); i++) {
        if (actions.get(i) != environment.stopAction()) {
          add(environment.step(states.get(next), actions.get(i)), maxStates);
        }
      }
    }
  }

  private void add(FragmentState state, int maxStates) {
    if (indices.putIfAbsent(state, states.size()) == null) {
      if (states.size() >= maxStates) {
        throw new IllegalArgumentException(
            "more than %d states with %d entries and up to %d blocks; take fewer for exact checks"
                .formatted(
                    maxStates, environment.vocabulary().numEntries(), environment.maxBlocks()));
      }
      states.add(state);
    }
  }

  /** The fragments. */
  public FragmentVocabulary vocabulary() {
    return environment.vocabulary();
  }

  @Override
  public Variation<FragmentState> variation() {
    return environment.variation();
  }

  @Override
  public long numIndices() {
    return states.size();
  }

  @Override
  public long indexOf(FragmentState state) {
    Integer index = indices.get(state);
    if (index == null) {
      throw new IllegalArgumentException("no action sequence leads to " + state);
    }
    return index;
  }

  @Override
  public Optional<FragmentState> stateAt(long index) {
    return Optional.of(states.get(Math.toIntExact(index)));
  }

  @Override
  public FragmentState initialState() {
    return environment.initialState();
  }

  @Override
  public int numActions() {
    return environment.numActions();
  }

  @Override
  public int numBackwardActions() {
    return environment.numBackwardActions();
  }

  @Override
  public int stopAction() {
    return environment.stopAction();
  }

  @Override
  public Termination termination(FragmentState state) {
    return environment.termination(state);
  }

  @Override
  public void forwardActions(FragmentState state, IntList out) {
    environment.forwardActions(state, out);
  }

  @Override
  public FragmentState step(FragmentState state, int action) {
    return environment.step(state, action);
  }

  @Override
  public void backwardActions(FragmentState state, IntList out) {
    environment.backwardActions(state, out);
  }

  @Override
  public FragmentState backstep(FragmentState state, int backwardAction) {
    return environment.backstep(state, backwardAction);
  }

  @Override
  public void edgeActions(FragmentState state, int backwardAction, IntList out) {
    environment.edgeActions(state, backwardAction, out);
  }

  @Override
  public int numFeatures() {
    return environment.numFeatures();
  }

  @Override
  public void encode(FragmentState state, IntList out) {
    environment.encode(state, out);
  }
}
