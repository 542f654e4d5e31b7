package org.gflownet.math;

/**
 * Random numbers keyed by (seed, step, trajectory): the same key gives the same numbers on any
 * thread, executor or number of machines.
 *
 * <p>SplitMix64 (Steele, Lea, Flood 2014) whose starting state is a hash of the key. Mutable; not
 * thread-safe; cheap to {@link #reset}.
 */
public final class RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long state;

  /**
   * A stream at its beginning.
   *
   * @param seed the run's seed, or one derived from it by {@link #derive}
   * @param step the parameter update (or chunk) the numbers are for
   * @param trajectory index of the trajectory within the step
   */
  public RandomStream(long seed, long step, long trajectory) {
    reset(seed, step, trajectory);
  }

  /** Moves this stream to the beginning of another key. */
  public void reset(long seed, long step, long trajectory) {
    long h = mix(seed + GOLDEN);
    h = mix(h ^ mix(step + 2 * GOLDEN));
    state = mix(h ^ mix(trajectory + 3 * GOLDEN));
  }

  /**
   * A seed for another purpose that shares no stream with {@code seed}, for example sampling after
   * training.
   *
   * @param purpose a short constant name
   */
  public static long derive(long seed, String purpose) {
    long h = mix(seed + GOLDEN);
    for (int i = 0; i < purpose.length(); i++) {
      h = mix(h ^ (purpose.charAt(i) + GOLDEN));
    }
    return h;
  }

  /** 64 uniform bits. */
  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1), 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /**
   * Uniform in 0..bound-1, without modulo bias.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, was " + bound);
    }
    // Of the 63-bit numbers only a whole multiple of the bound counts.
    long limit = Long.MAX_VALUE / bound * bound;
    long bits;
    do {
      bits = nextLong() >>> 1;
    } while (bits >= limit);
    return (int) (bits % bound);
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
