package org.gflownet.reward.chem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The latest scores by what they were computed from, up to a number. What is in it changes no
 * value, only how often one is computed. Thread-safe.
 *
 * @param <K> what is scored, with equals and hashCode
 */
final class BoundedCache<K> {
  private static final float LOAD = 0.75f;

  private final Map<K, Double> scores;

  /** An empty cache of at most {@code capacity} scores; the one unused longest makes room. */
  BoundedCache(int capacity) {
    scores =
        new LinkedHashMap<>(16, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Double> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The score of a key, computed outside the lock if it is not there. */
  double get(K key, ToDoubleFunction<K> compute) {
    synchronized (scores) {
      Double known = scores.get(key);
      if (known != null) {
        return known;
      }
    }
    double score = compute.applyAsDouble(key);
    synchronized (scores) {
      scores.put(key, score);
    }
    return score;
  }

  /** Number of scores held. */
  int size() {
    synchronized (scores) {
      return scores.size();
    }
  }
}
