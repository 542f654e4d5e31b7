package org.gflownet.eval;

import java.util.Map;
import org.gflownet.math.DistinctCount;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.StepReport;

/**
 * What the reward of a run was asked for since step 0: {@code reward_calls} (distinct objects,
 * whether their reward was computed or known), {@code reward_evaluations} (scores computed by all
 * executors together), {@code reward_failures} (visits of objects without a score) and {@code
 * reward_cache_hits} (share of the visits whose score was known). Evaluations have figures of their
 * own, whose names begin with {@code eval.}, so that no method is charged for them.
 *
 * <p>{@code reward_calls} is a function of the objects asked for, so it depends on neither caches
 * nor the cluster; it is exact up to {@value #MAX_EXACT} and an estimate beyond, {@link
 * DistinctCount}.
 */
public final class RewardFigures implements VisitedSummary {
  /** At 32 bytes each in memory and 8 in checkpoints. */
  static final int MAX_EXACT = 1 << 22;

  private static final String DISTINCT = "reward-hashes";
  private static final String COUNTS = "reward-counts";

  private final String prefix;
  private final String sectionPrefix;
  private final DistinctCount distinct = new DistinctCount(MAX_EXACT);
  private long asked;
  private long hits;
  private long evaluations;
  private long failures;

  private RewardFigures(String prefix, String sectionPrefix) {
    this.prefix = prefix;
    this.sectionPrefix = sectionPrefix;
  }

  /** Of the steps of training. */
  public static RewardFigures ofTraining() {
    return new RewardFigures("", "");
  }

  /** Of evaluations, which {@link #add(RewardCounts)} takes in; steps do not count. */
  public static RewardFigures ofEvaluations() {
    return new RewardFigures("eval.", "eval-");
  }

  private boolean isOfTraining() {
    return prefix.isEmpty();
  }

  @Override
  public void add(StepReport report) {
    if (isOfTraining()) {
      add(report.rewards());
    }
  }

  /** Takes in what was asked for together. */
  public void add(RewardCounts counts) {
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
    figures.put(prefix + "reward_calls", calls());
    figures.put(prefix + "reward_evaluations", evaluations);
    figures.put(prefix + "reward_failures", failures);
    if (asked > 0) {
      figures.put(prefix + "reward_cache_hits", (double) hits / asked);
    }
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(sectionPrefix + DISTINCT, distinct.save());
    sections.put(sectionPrefix + COUNTS, new long[] {asked, hits, evaluations, failures});
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] counts = sections.get(sectionPrefix + COUNTS);
    long[] digests = sections.get(sectionPrefix + DISTINCT);
    if (!isOfTraining() && counts == null && digests == null) {
      return; // Earlier versions did not count what evaluations asked for.
    }
    if (counts == null || counts.length != 4 || digests == null) {
      throw new IllegalArgumentException("the checkpoint lacks the counts of the reward");
    }
    distinct.restore(digests);
    // Added: a target that is listed was scored before this, in this process once more.
    asked += counts[0];
    hits += counts[1];
    evaluations += counts[2];
    failures += counts[3];
  }
}
