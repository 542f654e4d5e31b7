package org.gflownet.eval;

import java.util.Arrays;
import java.util.Map;
import java.util.PriorityQueue;
import org.gflownet.math.LongSet;
import org.gflownet.train.StepReport;
import org.gflownet.train.StoredRows;
import org.gflownet.train.VisitedRows;

/**
 * Rewards of visited objects: {@code visited.reward.mean}, {@code visited.reward.max} and {@code
 * visited.invalid} (share of objects without a raw score) since the last report; {@code
 * visited.unique} (distinct objects) and {@code visited.top10}, {@code .top100}, {@code .top1000}
 * (mean reward of the best distinct ones, as soon as there are so many) since step 0.
 *
 * <p>Objects are told apart by a hash of 64 bits of their first column. Beyond {@value
 * #MAX_DISTINCT} of them, the figures since step 0 are no longer reported.
 */
public final class VisitedRewards implements VisitedSummary {
  /** At 8 bytes each in memory twice and in checkpoints once. */
  static final int MAX_DISTINCT = 1 << 22;

  private static final int[] TOPS = {10, 100, 1000};
  private static final int MOST = TOPS[TOPS.length - 1];
  private static final String SEEN = "visited-hashes";
  private static final String BEST = "visited-best";
  private static final String INTERVAL = "visited-interval";

  private final VisitedFigureColumns columns;
  private final LongSet seen = new LongSet();

  /** The best rewards of distinct objects, the smallest of them first. */
  private final PriorityQueue<Double> best = new PriorityQueue<>();

  private long count;
  private long invalid;
  private double sum;
  private double max = Double.NEGATIVE_INFINITY;

  /**
   * Nothing visited.
   *
   * @param schema {@link TableSchema#visited} of objects whose first column is a text
   */
  public VisitedRewards(TableSchema schema) {
    this.columns = new VisitedFigureColumns(schema);
    if (!columns.hasNames()) {
      throw new IllegalArgumentException(schema.names().get(2) + " is no text");
    }
  }

  @Override
  public void add(StepReport report) {
    VisitedRows rows = report.rows();
    int next = 0;
    for (StoredRows stored : rows.stored()) {
      add(rows, next, stored.before());
      next = stored.before();
      add(stored);
    }
    add(rows, next, rows.size());
  }

  private void add(VisitedRows rows, int from, int to) {
    for (int i = from; i < to; i++) {
      double reward = columns.reward(rows, i);
      add(reward, columns.isInvalid(rows, i));
      String name = columns.name(rows, i);
      if (name != null && seen.size() < MAX_DISTINCT) {
        addNamed(VisitedFigureColumns.hash(name), reward);
      }
    }
  }

  private void add(StoredRows stored) {
    for (int i = 0; i < stored.rewards().length; i++) {
      double reward = stored.rewards()[i];
      add(reward, (stored.marks()[i] & StoredRows.INVALID) != 0);
      if ((stored.marks()[i] & StoredRows.NAMED) != 0 && seen.size() < MAX_DISTINCT) {
        addNamed(stored.names()[i], reward);
      }
    }
  }

  private void add(double reward, boolean isInvalid) {
    count++;
    sum += reward;
    max = Math.max(max, reward);
    if (isInvalid) {
      invalid++;
    }
  }

  private void addNamed(long name, double reward) {
    if (seen.add(name)) {
      addDistinct(reward);
    }
  }

  private void addDistinct(double reward) {
    if (best.size() < MOST) {
      best.add(reward);
    } else if (reward > best.peek()) {
      best.poll();
      best.add(reward);
    }
  }

  @Override
  public void report(Map<String, Object> figures) {
    if (count > 0) {
      figures.put("visited.reward.mean", sum / count);
      figures.put("visited.reward.max", max);
      figures.put("visited.invalid", (double) invalid / count);
    }
    if (seen.size() < MAX_DISTINCT) {
      figures.put("visited.unique", (long) seen.size());
      double[] sorted = best.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      for (int top : TOPS) {
        if (sorted.length >= top) {
          figures.put("visited.top" + top, mean(sorted, top));
        }
      }
    }
    count = 0;
    invalid = 0;
    sum = 0;
    max = Double.NEGATIVE_INFINITY;
  }

  private static double mean(double[] increasing, int top) {
    double total = 0;
    for (int i = 1; i <= top; i++) {
      total += increasing[increasing.length - i];
    }
    return total / top;
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(SEEN, seen.toArray());
    sections.put(BEST, best.stream().sorted().mapToLong(Double::doubleToRawLongBits).toArray());
    sections.put(
        INTERVAL,
        new long[] {
          count, invalid, Double.doubleToRawLongBits(sum), Double.doubleToRawLongBits(max)
        });
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] interval = sections.get(INTERVAL);
    if (interval == null || interval.length != 4) {
      return;
    }
    seen.clear();
    Arrays.stream(sections.getOrDefault(SEEN, new long[0])).forEach(seen::add);
    best.clear();
    Arrays.stream(sections.getOrDefault(BEST, new long[0]))
        .forEach(bits -> best.add(Double.longBitsToDouble(bits)));
    count = interval[0];
    invalid = interval[1];
    sum = Double.longBitsToDouble(interval[2]);
    max = Double.longBitsToDouble(interval[3]);
  }
}
