package org.gflownet.baseline;

/**
 * What a slice of chains returns for a step, as plain numbers.
 *
 * @param chains the chains' states, to go on from: of each the bits of log R and its path
 * @param visited indices of the states after every move, in the order of moves, then chains; none
 *     where states have none; those of the burn-in are left out
 * @param logRewards of the same states, as bits
 * @param additions that were proposed and raised the reward: the path of the state before, and the
 *     action
 * @param counts reward calls, accepted moves
 */
record ChainOutput(
    long[] chains, long[] visited, long[] logRewards, long[] additions, long[] counts) {
  private static final int NUM_PARTS = 5;
  static final int REWARD_CALLS = 0;
  static final int ACCEPTED = 1;

  long[] toLongs() {
    return LongParts.join(chains, visited, logRewards, additions, counts);
  }

  static ChainOutput of(long[] joined) {
    long[][] parts = LongParts.split(joined, NUM_PARTS);
    return new ChainOutput(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }
}
