package org.gflownet.scaling;

/**
 * The wires between driver and executors: every machine has one link of the same speed, and the
 * switch between them is never the limit.
 *
 * @param bytesPerSecond of a link, in each direction
 * @param latencySeconds of one message
 */
public record Network(double bytesPerSecond, double latencySeconds) {
  /** Spark's {@code spark.broadcast.blockSize}: 4 MiB. */
  static final double BLOCK_BYTES = 4 << 20;

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the speed is not positive or the latency negative
   */
  public Network {
    if (!(bytesPerSecond >= 1e3 && bytesPerSecond <= 1e15)) {
      throw new IllegalArgumentException(
          "network speed must be from 1e3 to 1e15 bytes per second, was " + bytesPerSecond);
    }
    if (!(latencySeconds >= 0 && latencySeconds <= 60)) {
      throw new IllegalArgumentException(
          "network latency must be from 0 to 60 seconds, was " + latencySeconds);
    }
  }

  /** Ten-gigabit Ethernet: 1.25e9 bytes per second, 0.1 ms. */
  public static Network tenGigabit() {
    return new Network(1.25e9, 1e-4);
  }

  /** Time of one message from machine to machine. */
  double transferSeconds(double bytes) {
    return latencySeconds + bytes / bytesPerSecond;
  }

  /**
   * Time until every executor has all blocks of a broadcast: {@code n - 1 + ceil(log2(E + 1))}
   * rounds of one block, the least that machines can do that pass on one block at a time (Bar-Noy,
   * Kipnis and Schieber 2000, up to one round); a torrent with random peers comes close.
   *
   * @param bytes of the broadcast
   * @param executors E, at least 1
   */
  double broadcastSeconds(double bytes, int executors) {
    int blocks = Math.max(1, (int) Math.ceil(bytes / BLOCK_BYTES));
    int rounds = blocks - 1 + ceilLog2(executors + 1);
    return rounds * transferSeconds(bytes / blocks);
  }

  /** The least k with 2^k at least n. */
  static int ceilLog2(int n) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
  }
}
