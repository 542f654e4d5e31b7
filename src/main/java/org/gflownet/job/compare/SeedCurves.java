package org.gflownet.job.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.math.Median;

/**
 * A figure against another over the reports of a comparison: for each method the median over seeds
 * and the range.
 *
 * @param r0 of the runs; null for other problems
 * @param series of the methods, in the order of the plan
 */
record SeedCurves(Double r0, List<Series> series) {

  /**
   * One method's curve.
   *
   * @param name method and settings
   * @param points x, median, smallest, largest; x is the median over seeds too
   */
  record Series(String name, List<double[]> points) {}

  /**
   * The curves of each R0.
   *
   * @param x figure of the horizontal axis
   * @param y figure of the vertical axis
   */
  static List<SeedCurves> of(Measurements measurements, String x, String y) {
    Map<Double, Map<String, List<Measurements.Run>>> groups = groups(measurements);
    List<SeedCurves> all = new ArrayList<>();
    groups.forEach(
        (r0, labels) -> {
          List<Series> series = new ArrayList<>();
          labels.forEach(
              (label, runs) -> {
                List<double[]> points = points(runs, x, y);
                if (!points.isEmpty()) {
                  series.add(new Series(label, points));
                }
              });
          if (!series.isEmpty()) {
            all.add(new SeedCurves(r0.isNaN() ? null : r0, series));
          }
        });
    return all;
  }

  /** Runs by R0 and label, both in the order of the plan. */
  static Map<Double, Map<String, List<Measurements.Run>>> groups(Measurements measurements) {
    Map<Double, Map<String, List<Measurements.Run>>> groups = new LinkedHashMap<>();
    for (Measurements.Run run : measurements.runs()) {
      groups
          .computeIfAbsent(run.plan().design().r0(), r0 -> new LinkedHashMap<>())
          .computeIfAbsent(run.plan().label(), label -> new ArrayList<>())
          .add(run);
    }
    return groups;
  }

  /**
   * Reports are spread evenly over the budget, so those of different seeds belong together by their
   * number. Failed runs are left out.
   */
  private static List<double[]> points(List<Measurements.Run> runs, String x, String y) {
    TreeMap<Integer, List<double[]>> byNumber = new TreeMap<>();
    for (Measurements.Run run : runs) {
      if (run.outcome().status() == RunOutcome.Status.FAILED) {
        continue;
      }
      for (int i = 0; i < run.reports().size(); i++) {
        Map<String, Double> report = run.reports().get(i);
        if (report.containsKey(x) && report.containsKey(y)) {
          byNumber
              .computeIfAbsent(i, number -> new ArrayList<>())
              .add(new double[] {report.get(x), report.get(y)});
        }
      }
    }
    List<double[]> points = new ArrayList<>();
    for (List<double[]> seeds : byNumber.values()) {
      double[] xs = sorted(seeds, 0);
      double[] ys = sorted(seeds, 1);
      points.add(new double[] {Median.ofSorted(xs), Median.ofSorted(ys), ys[0], ys[ys.length - 1]});
    }
    return points;
  }

  private static double[] sorted(List<double[]> seeds, int i) {
    double[] values = seeds.stream().mapToDouble(pair -> pair[i]).toArray();
    Arrays.sort(values);
    return values;
  }
}
