package org.gflownet.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The first N distinct objects of the endless sequence of draws, in the order of their first draws:
 * what they are depends neither on how many are drawn at a time nor on how many cores draw.
 */
final class DistinctRows {
  /** Draws at a time relative to what is missing at the rate so far. */
  private static final double MARGIN = 1.2;

  private static final int MAX_GROWTH = 10;
  private static final int MIN_DRAWS = 256;

  private final Draws draws;
  private long size;

  /** A sequence of draws that is looked at in growing parts. */
  private interface Draws {
    /**
     * The draws {@code 0..to-1}.
     *
     * @param from how many were asked for the last time
     */
    Dataset<Row> upTo(long from, long to);
  }

  private DistinctRows(Draws draws) {
    this.draws = draws;
  }

  /**
   * Nothing drawn yet; what is drawn is written, to be read again.
   *
   * @param rows the draws
   * @param directory for what is drawn; left to the caller to delete
   */
  static DistinctRows kept(SampledRows rows, Path directory) {
    List<String> parts = new ArrayList<>();
    return new DistinctRows(
        (from, to) -> {
          String part = new Path(directory, Integer.toString(parts.size())).toString();
          rows.range(from, to).write().parquet(part);
          parts.add(part);
          return rows.session().read().parquet(parts.toArray(String[]::new));
        });
  }

  /** Nothing drawn yet; what is drawn is drawn anew whenever it is looked at. */
  static DistinctRows drawnAnew(SampledRows rows) {
    return new DistinctRows((from, to) -> rows.range(0, to));
  }

  /** Draws until there are as many distinct objects, or no tries left. */
  Dataset<Row> draw(long count, SampleWriter.Distinct distinct) {
    long drawn = 0;
    long found = 0;
    Dataset<Row> first = null;
    while (found < count && drawn < distinct.maxTries()) {
      long more = Math.min(next(count, drawn, found), distinct.maxTries() - drawn);
      first = firstDraws(draws.upTo(drawn, drawn + more), distinct);
      drawn += more;
      found = first.count();
    }
    size = Math.min(count, found);
    if (found > count) {
      Row last =
          first
              .select(SampledRows.INDEX)
              .orderBy(SampledRows.INDEX)
              .limit(Math.toIntExact(count))
              .agg(max(SampledRows.INDEX))
              .head();
      first = first.where(col(SampledRows.INDEX).leq(last.getLong(0)));
    }
    return first.orderBy(SampledRows.INDEX).drop(SampledRows.INDEX);
  }

  private static long next(long count, long drawn, long found) {
    if (drawn == 0) {
      return Math.max(MIN_DRAWS, count);
    }
    double perDraw = Math.max(1, found) / (double) drawn;
    double wanted = (count - found) / perDraw * MARGIN;
    return (long) Math.min(Math.max(MIN_DRAWS, wanted), (double) drawn * MAX_GROWTH);
  }

  /** One row for each object: that of its first draw. */
  private static Dataset<Row> firstDraws(Dataset<Row> draws, SampleWriter.Distinct distinct) {
    String[] names = draws.columns();
    Column[] keys =
        Arrays.stream(names)
            .limit(distinct.numKeys())
            .map(name -> col(name))
            .toArray(Column[]::new);
    List<Column> parts = new ArrayList<>(List.of(col(SampledRows.INDEX)));
    List<Column> wanted = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (i < distinct.numKeys()) {
        wanted.add(col(names[i]));
      } else {
        wanted.add(col("first." + names[i]));
        if (!names[i].equals(SampledRows.INDEX)) {
          parts.add(col(names[i]));
        }
      }
    }
    return draws
        .groupBy(keys)
        .agg(min(struct(parts.toArray(Column[]::new))).as("first"))
        .select(wanted.toArray(Column[]::new));
  }

  /** Number of objects that {@link #draw} gave. */
  long size() {
    return size;
  }
}
