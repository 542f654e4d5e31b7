package org.gflownet.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Checks detailed balance of moves and acceptance together: with n moves from every state x, the
 * flow R(x) P(x, y) from x to y must be that from y to x within five standard errors.
 */
final class StationaryFlows {
  private static final double SIGMAS = 5.0;

  private StationaryFlows() {}

  /**
   * Checks every pair.
   *
   * @param states all terminating states
   * @param logReward of a state
   * @param temperature of the target
   * @param moves of each state
   * @return the number of pairs between which there is a flow
   */
  static <S> int check(
      Moves<S> proposal,
      List<S> states,
      ToDoubleFunction<S> logReward,
      double temperature,
      int moves) {
    Map<S, Integer> numbers = new HashMap<>();
    states.forEach(state -> numbers.put(state, numbers.size()));
    double[][] counts = new double[states.size()][states.size()];
    for (int x = 0; x < states.size(); x++) {
      for (int i = 0; i < moves; i++) {
        Chain<S> chain = new Chain<>(states.get(x), logReward.applyAsDouble(states.get(x)));
        chain.beginMove(7, i, x);
        proposal.propose(List.of(chain));
        if (chain.candidate() != null) {
          chain.decide(logReward.applyAsDouble(chain.candidate()), temperature);
        }
        // A state that is not listed would be a terminating state that is none.
        counts[x][numbers.get(chain.state())]++;
      }
    }
    int pairs = 0;
    for (int x = 0; x < states.size(); x++) {
      double rx = Math.exp(logReward.applyAsDouble(states.get(x)) / temperature);
      for (int y = 0; y < x; y++) {
        double ry = Math.exp(logReward.applyAsDouble(states.get(y)) / temperature);
        double forth = counts[x][y] / moves;
        double back = counts[y][x] / moves;
        double error =
            Math.sqrt(
                rx * rx * (forth + 1.0 / moves) / moves + ry * ry * (back + 1.0 / moves) / moves);
        assertThat(Math.abs(rx * forth - ry * back))
            .as("flow between %s and %s", states.get(x), states.get(y))
            .isLessThan(SIGMAS * error);
        pairs += forth > 0 && back > 0 ? 1 : 0;
      }
    }
    return pairs;
  }
}
