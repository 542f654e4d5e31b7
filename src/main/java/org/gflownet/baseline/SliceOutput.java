package org.gflownet.baseline;

import java.io.Serializable;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.VisitedRows;

/** What a slice returns for a step. Crosses from executors to the driver. Immutable. */
public final class SliceOutput implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] numbers;
  private final VisitedRows rows;
  private final RewardCounts rewards;

  /**
   * An output.
   *
   * @param numbers what the method's driver side reads; not copied
   * @param rows of the table of visited objects; none where it is not kept
   * @param rewards what the reward was asked for
   */
  public SliceOutput(long[] numbers, VisitedRows rows, RewardCounts rewards) {
    this.numbers = numbers;
    this.rows = rows;
    this.rewards = rewards;
  }

  /** What the method's driver side reads; not a copy. */
  public long[] numbers() {
    return numbers;
  }

  /** The same output with its rows of visited objects elsewhere. */
  public SliceOutput with(VisitedRows others) {
    return new SliceOutput(numbers, others, rewards);
  }

  /** Rows of the table of visited objects. */
  public VisitedRows rows() {
    return rows;
  }

  /** What the reward was asked for. */
  public RewardCounts rewards() {
    return rewards;
  }
}
