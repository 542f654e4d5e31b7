package org.gflownet.baseline;

import org.gflownet.env.Environment;
import org.gflownet.env.Variation;
import org.gflownet.math.RandomStream;

/**
 * Makes the offspring of a generation. Parents are drawn by tournament (Goldberg and Deb 1991): the
 * best of some that are drawn uniformly. As many objects as the population may have come first from
 * the policy of equal probabilities.
 *
 * <p>The numbers of an offspring are keyed by (seed, step, offspring), so it does not depend on the
 * slice it is in. For one worker; not thread-safe.
 *
 * @param <S> the state
 */
final class Breeder<S> {
  private static final String PURPOSE = "genetic-offspring";

  private final GeneticSettings settings;
  private final long seed;
  private final Variation<S> variation;
  private final UniformObjects<S> uniform;
  private final RandomStream random = new RandomStream(0, 0, 0);

  /**
   * A breeder.
   *
   * @param environment of the objects
   * @param variation of the objects, for this breeder alone
   */
  Breeder(Environment<S> environment, Variation<S> variation, GeneticSettings settings) {
    this.settings = settings;
    this.seed = RandomStream.derive(settings.seed(), PURPOSE);
    this.variation = variation;
    this.uniform = new UniformObjects<>(environment);
  }

  /**
   * The offspring of a number, 0-based, in a step. It may still be one of the population where all
   * mutations led there.
   */
  S offspring(Parents<S> parents, long step, int number) {
    random.reset(seed, step, number);
    long before = step * settings.share().count() + number;
    if (before < settings.population() || parents.size() == 0) {
      return uniform.object(random);
    }
    S first = draw(parents);
    S child = random.nextDouble() < settings.crossoverRate() ? crossed(first, parents) : null;
    if (child == null) {
      child = mutated(first);
    } else if (random.nextDouble() < settings.mutationRate()) {
      child = mutated(child);
    }
    for (int t = 0; t < settings.tries() && parents.find(child) != null; t++) {
      child = mutated(child);
    }
    return child;
  }

  private S draw(Parents<S> parents) {
    int best = random.nextInt(parents.size());
    for (int t = 1; t < settings.tournament(); t++) {
      best = Math.min(best, random.nextInt(parents.size()));
    }
    return parents.at(best);
  }

  private S crossed(S first, Parents<S> parents) {
    S second = draw(parents);
    S child = null;
    for (int t = 0; t < settings.tries() && child == null; t++) {
      child = variation.cross(first, second, random);
    }
    return child;
  }

  /** The object itself where no try leads to another one. */
  private S mutated(S object) {
    S other = null;
    for (int t = 0; t < settings.tries() && other == null; t++) {
      other = variation.mutate(object, random);
    }
    return other == null ? object : other;
  }
}
