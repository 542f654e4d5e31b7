package org.gflownet.config;

import org.gflownet.trajectory.LocalSearch;
import org.gflownet.trajectory.LocalSearch.Acceptance;

/**
 * Section {@code exploration.local-search}: what follows on every rollout.
 *
 * @param rounds number of rounds; 0 for none
 * @param steps largest number of steps back
 * @param acceptance when a new object takes the place of the old
 */
public record LocalSearchConfig(int rounds, int steps, Acceptance acceptance) {
  private static final int MAX_ROUNDS = 1000;
  private static final int MAX_STEPS = 1_000_000;

  static LocalSearchConfig read(Settings settings, EnvConfig env) {
    int rounds = settings.count("exploration.local-search.rounds", 0, MAX_ROUNDS);
    if (rounds > 0 && !env.hasTrueParents()) {
      throw EnvConfig.needsTrueParents(
          settings,
          "exploration.local-search goes back from an object by its parents",
          "exploration.local-search.rounds = 0");
    }
    return new LocalSearchConfig(
        rounds,
        settings.count("exploration.local-search.steps", 1, MAX_STEPS),
        settings.choice("exploration.local-search.acceptance", Acceptance.class));
  }

  /** The same for the search itself. */
  public LocalSearch.Settings settings() {
    return new LocalSearch.Settings(rounds, steps, acceptance);
  }
}
