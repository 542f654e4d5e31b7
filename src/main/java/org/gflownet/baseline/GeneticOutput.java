package org.gflownet.baseline;

/**
 * What a slice of offspring returns for a step, as plain numbers.
 *
 * @param members offspring that may enter the population, of {@link Member#write}
 * @param visited indices of all offspring, in their order; none where states have none
 * @param logRewards of all offspring, as bits
 * @param counts reward calls
 */
record GeneticOutput(long[] members, long[] visited, long[] logRewards, long[] counts) {
  private static final int NUM_PARTS = 4;

  long rewardCalls() {
    return counts[0];
  }

  long[] toLongs() {
    return LongParts.join(members, visited, logRewards, counts);
  }

  static GeneticOutput of(long[] joined) {
    long[][] parts = LongParts.split(joined, NUM_PARTS);
    return new GeneticOutput(parts[0], parts[1], parts[2], parts[3]);
  }
}
