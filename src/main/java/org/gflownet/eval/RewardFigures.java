package org.gflownet.eval;

import java.util.Map;
import org.gflownet.math.DistinctCount;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.StepReport;

/**
 * What the reward of a run was asked for since step 0: {@code reward_calls} (distinct objects,
 * whether their reward was computed or known), {@code reward_evaluations} (scores computed by all
 * executors together), {@code reward_failures} (visits of objects without a score) and {@code
 * reward_cache_hits} (share of the visits whose score was known).
 *
 * <p>{@code reward_calls} is a function of the visited objects, so it depends on neither caches nor
 * the cluster; it is exact up to {@value #MAX_EXACT} and an estimate beyond, {@link DistinctCount}.
 */
public final class RewardFigures implements VisitedSummary {
  /** At 32 bytes each in memory and 8 in checkpoints. */
  static final int MAX_EXACT = 1 << 22;

  private static final String DISTINCT = "reward-hashes";
  private static final String COUNTS = "reward-counts";

  private final DistinctCount distinct = new DistinctCount(MAX_EXACT);
  private long asked;
  private long hits;
  private long evaluations;
  private long failures;

  @Override
  public void add(StepReport report) {
    RewardCounts counts = report.rewards();
    for (long digest : counts.digests()) {
      distinct.add(digest);
    }
    asked += counts.numAsked();
    hits += counts.numHits();
    evaluations += counts.numEvaluations();
    failures += counts.numFailures();
  }

  /** Distinct objects asked for so far. */
  public long calls() {
    return distinct.value();
  }

  @Override
  public void report(Map<String, Object> figures) {
    figures.put("reward_calls", calls());
    figures.put("reward_evaluations", evaluations);
    figures.put("reward_failures", failures);
    if (asked > 0) {
      figures.put("reward_cache_hits", (double) hits / asked);
    }
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(DISTINCT, distinct.save());
    sections.put(COUNTS, new long[] {asked, hits, evaluations, failures});
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] counts = sections.get(COUNTS);
    if (counts == null || counts.length != 4 || !sections.containsKey(DISTINCT)) {
      throw new IllegalArgumentException("the checkpoint lacks the counts of the reward");
    }
    distinct.restore(sections.get(DISTINCT));
    asked = counts[0];
    hits = counts[1];
    evaluations = counts[2];
    failures = counts[3];
  }
}
