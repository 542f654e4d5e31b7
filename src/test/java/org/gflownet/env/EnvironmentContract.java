package org.gflownet.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;

/**
 * What every environment must satisfy. To check one, extend this class and give an instance whose
 * whole graph is small.
 *
 * @param <S> the state
 */
public abstract class EnvironmentContract<S> {
  private static final int VARIED = 3000;

  /** The environment under test, with at most a few thousand reachable states. */
  protected abstract Environment<S> environment();

  /** Checks the form of an encoding: active binary features, unless overridden. */
  protected void assertEncoding(S state, int[] encoding) {
    assertStrictlyIncreasing(encoding, environment().numFeatures());
  }

  /** All states that some sequence of actions leads to, breadth first. */
  protected final Set<S> reachable() {
    Environment<S> environment = environment();
    Set<S> seen = new LinkedHashSet<>();
    Deque<S> queue = new ArrayDeque<>();
    seen.add(environment.initialState());
    queue.add(environment.initialState());
    while (!queue.isEmpty()) {
      S state = queue.remove();
      for (int action : moves(state)) {
        S next = environment.step(state, action);
        if (seen.add(next)) {
          queue.add(next);
        }
      }
    }
    return seen;
  }

  private int[] forward(S state) {
    return collect(environment()::forwardActions, state);
  }

  private int[] backward(S state) {
    return collect(environment()::backwardActions, state);
  }

  /** Legal forward actions without STOP. */
  protected final int[] moves(S state) {
    int stop = environment().stopAction();
    return Arrays.stream(forward(state)).filter(a -> a != stop).toArray();
  }

  private int[] edges(S state, int backwardAction) {
    IntList out = new IntList();
    environment().edgeActions(state, backwardAction, out);
    return out.toArray();
  }

  private int[] collect(BiConsumer<S, IntList> method, S state) {
    IntList out = new IntList();
    method.accept(state, out);
    return out.toArray();
  }

  private static void assertStrictlyIncreasing(int[] values, int bound) {
    int previous = -1;
    for (int value : values) {
      assertThat(value).isGreaterThan(previous).isLessThan(bound);
      previous = value;
    }
  }

  @Test
  void forwardMaskAgreesWithStep() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      Set<Integer> legal = new HashSet<>();
      Arrays.stream(moves(state)).forEach(legal::add);
      for (int action = -1; action <= environment.numActions(); action++) {
        int candidate = action;
        if (legal.contains(action)) {
          assertThat(environment.step(state, action)).isNotEqualTo(state);
        } else {
          assertThatIllegalArgumentException()
              .as("action %d in %s", action, state)
              .isThrownBy(() -> environment.step(state, candidate));
        }
      }
    }
  }

  @Test
  void backwardMaskAgreesWithBackstep() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      Set<Integer> legal = new HashSet<>();
      Arrays.stream(backward(state)).forEach(legal::add);
      for (int action = -1; action <= environment.numBackwardActions(); action++) {
        int candidate = action;
        if (legal.contains(action)) {
          assertThat(environment.backstep(state, action)).isNotEqualTo(state);
        } else {
          assertThatIllegalArgumentException()
              .as("backward action %d in %s", action, state)
              .isThrownBy(() -> environment.backstep(state, candidate));
        }
      }
    }
  }

  @Test
  void masksAreIncreasingAndAppended() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      assertStrictlyIncreasing(forward(state), environment.numActions());
      assertStrictlyIncreasing(backward(state), environment.numBackwardActions());
      IntList out = new IntList();
      out.add(-7);
      environment.forwardActions(state, out);
      environment.backwardActions(state, out);
      environment.encode(state, out);
      assertThat(out.get(0)).isEqualTo(-7);
    }
  }

  @Test
  void everyForwardEdgeIsABackwardEdge() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      for (int action : moves(state)) {
        S child = environment.step(state, action);
        List<Integer> found = new ArrayList<>();
        for (int backwardAction : backward(child)) {
          if (environment.backstep(child, backwardAction).equals(state)) {
            found.add(backwardAction);
          }
        }
        assertThat(found).as("backward actions from %s to %s", child, state).hasSize(1);
        assertThat(edges(child, found.get(0))).contains(action);
      }
    }
  }

  @Test
  void everyBackwardEdgeIsAForwardEdge() {
    Environment<S> environment = environment();
    Set<S> reachable = reachable();
    for (S state : reachable) {
      for (int backwardAction : backward(state)) {
        S parent = environment.backstep(state, backwardAction);
        assertThat(reachable).contains(parent);
        int[] edges = edges(state, backwardAction);
        int[] expected =
            Arrays.stream(moves(parent))
                .filter(a -> environment.step(parent, a).equals(state))
                .toArray();
        assertThat(edges).isNotEmpty().containsExactly(expected);
      }
    }
  }

  @Test
  void parentsAreDistinctAndOnlyTheSourceHasNone() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      Set<S> parents = new HashSet<>();
      int[] actions = backward(state);
      for (int backwardAction : actions) {
        parents.add(environment.backstep(state, backwardAction));
      }
      assertThat(parents).hasSize(actions.length);
      assertThat(parents.isEmpty()).isEqualTo(state.equals(environment.initialState()));
    }
  }

  @Test
  void stopIsLegalExactlyWhereTerminationIsOptional() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      boolean stop = Arrays.stream(forward(state)).anyMatch(a -> a == environment.stopAction());
      Termination termination = environment.termination(state);
      assertThat(stop).as("%s", state).isEqualTo(termination == Termination.OPTIONAL);
      assertThat(forward(state).length == 0)
          .as("no forward actions in %s", state)
          .isEqualTo(termination == Termination.FORCED);
    }
  }

  @Test
  void encodingsAreDistinctAndInRange() {
    Environment<S> environment = environment();
    Set<List<Integer>> encodings = new HashSet<>();
    Set<S> reachable = reachable();
    for (S state : reachable) {
      int[] features = collect(environment::encode, state);
      assertEncoding(state, features);
      encodings.add(Arrays.stream(features).boxed().toList());
    }
    assertThat(encodings).hasSameSizeAs(reachable);
  }

  @Test
  void statesThatMeetAreEqual() {
    Environment<S> environment = environment();
    assertThat(environment.initialState()).isEqualTo(environment.initialState());
    for (S state : reachable()) {
      assertThat(state).isNotEqualTo(null).isNotEqualTo("a state");
      for (int backwardAction : backward(state)) {
        S parent = environment.backstep(state, backwardAction);
        S again = environment.step(parent, edges(state, backwardAction)[0]);
        assertThat(again).isEqualTo(state).hasSameHashCodeAs(state);
      }
    }
  }

  /** Where an environment varies its objects: what comes of it is another object. */
  @Test
  void variedObjectsAreObjects() {
    if (!(environment() instanceof VariedEnvironment<S> environment)) {
      return;
    }
    List<S> objects = new ArrayList<>(reachable());
    objects.removeIf(state -> environment.termination(state) == Termination.NONE);
    Set<S> known = new HashSet<>(objects);
    Variation<S> variation = environment.variation();
    RandomStream random = new RandomStream(20, 0, 0);
    int crossed = 0;
    int mutated = 0;
    for (int i = 0; i < VARIED; i++) {
      S first = objects.get(random.nextInt(objects.size()));
      S second = objects.get(random.nextInt(objects.size()));
      S child = variation.cross(first, second, random);
      if (child != null) {
        assertThat(known).as("a cross of %s and %s", first, second).contains(child);
        crossed++;
      }
      S mutant = variation.mutate(first, random);
      if (mutant != null) {
        assertThat(known).as("a mutant of %s", first).contains(mutant);
        assertThat(mutant).isNotEqualTo(first);
        mutated++;
      }
    }
    assertThat(crossed).isPositive();
    assertThat(mutated).isPositive();
  }

  @Test
  void stepsLeaveTheirStateAlone() {
    Environment<S> environment = environment();
    for (S state : reachable()) {
      int[] before = collect(environment::encode, state);
      for (int action : moves(state)) {
        environment.step(state, action);
      }
      for (int backwardAction : backward(state)) {
        environment.backstep(state, backwardAction);
      }
      assertThat(collect(environment::encode, state)).containsExactly(before);
    }
  }
}
