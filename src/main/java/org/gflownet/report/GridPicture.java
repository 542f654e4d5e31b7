package org.gflownet.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What the report shows of a distribution over a hyper-grid, in a form that a page can hold.
 *
 * @param learned probabilities of the model over two coordinates, [y][x]
 * @param truth R/Z likewise
 * @param xLabel name of the horizontal axis
 * @param yLabel name of the vertical axis; empty in one dimension
 * @param columns number of columns
 * @param block cells per side that one shown cell is the mean of
 * @param max upper end of the colour scale
 * @param flows edges as x, y, x', y', flow; null where they are not drawn
 * @param marginals over single coordinates; empty in up to two dimensions
 * @param note what is shown
 */
public record GridPicture(
    double[][] learned,
    double[][] truth,
    String xLabel,
    String yLabel,
    int columns,
    int block,
    double max,
    List<double[]> flows,
    List<Marginal> marginals,
    String note) {
  private static final int MAX_CELLS = 64;
  private static final int MAX_MARGINALS = 6;

  /** Grids up to this height have their flows drawn. */
  public static final int MAX_FLOW_HEIGHT = 24;

  /**
   * The distribution of one coordinate.
   *
   * @param dimension of the coordinate
   * @param learned probabilities of the model
   * @param truth R/Z likewise
   */
  public record Marginal(int dimension, double[] learned, double[] truth) {}

  /**
   * A picture of distributions by state index.
   *
   * @param learned probabilities, coordinate 0 most significant, length height^ndim
   * @param truth likewise
   * @param ndim number of dimensions
   * @param height cells per dimension
   * @param flows edges as x, y, x', y', flow; null for none
   */
  public static GridPicture of(
      double[] learned, double[] truth, int ndim, int height, List<double[]> flows) {
    HeatMap whole = HeatMap.ofGrid(learned, truth, ndim, height, 0, ndim > 1 ? 1 : 0);
    int block = (height + MAX_CELLS - 1) / MAX_CELLS;
    HeatMap shown = whole.blockMeans(block);
    List<Marginal> marginals = new ArrayList<>();
    for (int d = 0; ndim > 2 && height <= 4 * MAX_CELLS && d < Math.min(ndim, MAX_MARGINALS); d++) {
      marginals.add(
          new Marginal(d, marginal(learned, ndim, height, d), marginal(truth, ndim, height, d)));
    }
    return new GridPicture(
        shown.learned(),
        shown.truth(),
        shown.xLabel(),
        shown.yLabel(),
        shown.numColumns(),
        block,
        shown.max(),
        flows,
        marginals,
        note(ndim, block, flows != null));
  }

  /** The same picture with other words about what is shown. */
  public GridPicture withNote(String words) {
    return new GridPicture(
        learned, truth, xLabel, yLabel, columns, block, max, flows, marginals, words);
  }

  private static String note(int ndim, int block, boolean flows) {
    String what =
        ndim > 2
            ? "probability summed over the other " + (ndim - 2) + " coordinates"
            : "probability";
    String means = block > 1 ? "; each cell the mean of " + block + "×" + block : "";
    return what + means + (flows ? "; arrows: share of trajectories along an edge" : "");
  }

  private static double[] marginal(double[] p, int ndim, int height, int dimension) {
    double[] sums = new double[height];
    int stride = 1;
    for (int d = dimension + 1; d < ndim; d++) {
      stride *= height;
    }
    for (int i = 0; i < p.length; i++) {
      sums[i / stride % height] += p[i];
    }
    return sums;
  }
}
