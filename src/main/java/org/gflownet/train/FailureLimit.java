package org.gflownet.train;

import java.util.Map;
import org.gflownet.reward.RewardCounts;

/**
 * Notices when the reward of too many visited objects cannot be computed, as when a program is
 * missing or a service is down.
 *
 * <p>Objects are judged in windows of whole steps with at least {@value #WINDOW} objects: the limit
 * is passed as soon as a window holds more failures than its share allows, or at the last step if
 * the rest, a smaller window, does. Not thread-safe.
 */
public final class FailureLimit implements TrainingListener {
  /** Objects of a window, so that a few in a small batch are not taken for a share. */
  public static final int WINDOW = 200;

  private static final String SECTION = "failure-window";

  private final double maxShare;
  private long asked;
  private long failures;
  private String reason;
  private String problem;

  /**
   * A limit.
   *
   * @param maxShare largest share of objects without a reward, 0 to 1
   */
  public FailureLimit(double maxShare) {
    this.maxShare = maxShare;
  }

  @Override
  public void stepDone(TrainingState state, StepReport report, boolean last) {
    add(report.rewards(), last);
  }

  /**
   * Takes in what was asked for together.
   *
   * @param last whether nothing follows: a smaller window then counts, too
   */
  public void add(RewardCounts counts, boolean last) {
    asked += counts.numAsked();
    failures += counts.numFailures();
    reason = counts.failure() != null ? counts.failure() : reason;
    boolean closes = asked >= WINDOW;
    if (failures > maxShare * (closes || last ? asked : WINDOW)) {
      problem =
          failures + " of the last " + asked + " objects have no score, one of them: " + reason;
      closes = true;
    }
    if (closes) {
      asked = 0;
      failures = 0;
    }
  }

  /** Whether the limit was passed. */
  public boolean isPassed() {
    return problem != null;
  }

  /** How the limit was passed, in words; null if it was not. */
  public String problem() {
    return problem;
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(SECTION, new long[] {asked, failures});
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] window = sections.get(SECTION);
    if (window == null || window.length != 2) {
      throw new IllegalArgumentException("the checkpoint lacks the failures of the reward");
    }
    asked = window[0];
    failures = window[1];
  }
}
