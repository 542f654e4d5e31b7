package example.strands;

import java.util.List;
import org.gflownet.math.LogSpace;
import org.gflownet.reward.LogReward;

/** R(x) = floor + the number of times that a motif occurs in the strand x. */
public final class MotifReward implements LogReward<String> {
  private final String motif;
  private final double floor;

  /**
   * A reward.
   *
   * @param motif letters to look for, at least one
   * @param floor reward of a strand without it, more than 0
   */
  public MotifReward(String motif, double floor) {
    this.motif = motif;
    this.floor = floor;
  }

  @Override
  public void logRewards(List<? extends String> strands, double[] out) {
    for (int i = 0; i < strands.size(); i++) {
      out[i] = LogSpace.log(floor + occurrences(strands.get(i)));
    }
  }

  private int occurrences(String strand) {
    int count = 0;
    for (int at = strand.indexOf(motif); at >= 0; at = strand.indexOf(motif, at + 1)) {
      count++;
    }
    return count;
  }

  @Override
  public double lowerBound() {
    return LogSpace.log(floor);
  }
}
