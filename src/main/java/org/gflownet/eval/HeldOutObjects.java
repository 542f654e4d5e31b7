package org.gflownet.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * Objects that a uniformly random policy builds: a test set that is the same for every model of an
 * environment and a seed, and that no training has a hand in.
 */
public final class HeldOutObjects {
  private static final int CHUNK = 64;
  private static final int MAX_TRIES_PER_OBJECT = 20;
  private static final Exploration UNIFORM = new Exploration(1.0, 1.0);

  private HeldOutObjects() {}

  /**
   * Draws distinct objects.
   *
   * @param table its model has parameters loaded, which do not matter; cleared
   * @param count how many; fewer where random building repeats itself
   * @param seed of the run
   * @return for each object the first trajectory that built it, without a reward
   */
  public static <S> List<Trajectory<S>> draw(StateTable<S> table, int count, long seed) {
    Sampler<S> sampler = new Sampler<>(table.environment(), new Unrewarded<>());
    long stream = RandomStream.derive(seed, "held-out");
    Map<S, Trajectory<S>> objects = new LinkedHashMap<>();
    for (long from = 0;
        objects.size() < count && from < (long) count * MAX_TRIES_PER_OBJECT;
        from += CHUNK) {
      table.clear();
      for (Trajectory<S> path : sampler.sample(table, UNIFORM, stream, 0, from, from + CHUNK)) {
        objects.putIfAbsent(path.terminatingState(), path);
      }
    }
    return objects.values().stream().limit(count).toList();
  }
}
