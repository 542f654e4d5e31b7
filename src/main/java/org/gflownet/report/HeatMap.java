package org.gflownet.report;

/**
 * Two distributions over a plane on one colour scale: the learned one beside the true one.
 *
 * @param learned probabilities of the model, [y][x], y upwards
 * @param truth the target R/Z, of the same shape
 * @param xLabel name of the horizontal axis
 * @param yLabel name of the vertical axis
 */
public record HeatMap(double[][] learned, double[][] truth, String xLabel, String yLabel) {

  /** Checks that both panels are rectangles of the same size. */
  public HeatMap {
    if (learned.length == 0 || learned.length != truth.length || learned[0].length == 0) {
      throw new IllegalArgumentException("a heat map needs two panels of the same size");
    }
    for (int y = 0; y < learned.length; y++) {
      if (learned[y].length != learned[0].length || truth[y].length != learned[0].length) {
        throw new IllegalArgumentException("row " + y + " of a heat map has the wrong length");
      }
    }
  }

  /**
   * The picture of distributions over a hyper-grid: itself in two dimensions, the marginal over two
   * dimensions otherwise. A grid of one dimension becomes one row.
   *
   * @param learned probabilities by state index, coordinate 0 most significant, length H^D
   * @param truth likewise
   * @param ndim number of dimensions D
   * @param height number of cells per dimension H
   * @param xDimension dimension of the horizontal axis
   * @param yDimension dimension of the vertical axis; ignored for one dimension
   */
  public static HeatMap ofGrid(
      double[] learned, double[] truth, int ndim, int height, int xDimension, int yDimension) {
    int last = ndim == 1 ? xDimension : yDimension;
    if (Math.min(xDimension, last) < 0 || Math.max(xDimension, last) >= ndim) {
      throw new IllegalArgumentException(
          "a grid of " + ndim + " dimensions has no plane " + xDimension + ", " + yDimension);
    }
    if (ndim > 1 && xDimension == yDimension) {
      throw new IllegalArgumentException("a plane needs two dimensions, got " + xDimension);
    }
    return new HeatMap(
        marginal(learned, ndim, height, xDimension, yDimension),
        marginal(truth, ndim, height, xDimension, yDimension),
        "x" + xDimension,
        ndim == 1 ? "" : "x" + yDimension);
  }

  private static double[][] marginal(double[] p, int ndim, int height, int xDim, int yDim) {
    double[][] plane = new double[ndim == 1 ? 1 : height][height];
    long xStride = stride(ndim, height, xDim);
    long yStride = ndim == 1 ? p.length : stride(ndim, height, yDim);
    for (int i = 0; i < p.length; i++) {
      plane[(int) (i / yStride % height)][(int) (i / xStride % height)] += p[i];
    }
    return plane;
  }

  private static long stride(int ndim, int height, int dimension) {
    long stride = 1;
    for (int d = dimension + 1; d < ndim; d++) {
      stride *= height;
    }
    return stride;
  }

  /** Number of columns. */
  public int numColumns() {
    return learned[0].length;
  }

  /** Number of rows. */
  public int numRows() {
    return learned.length;
  }

  /** Largest value of both panels: the upper end of the scale. */
  public double max() {
    double max = 0;
    for (int y = 0; y < learned.length; y++) {
      for (int x = 0; x < learned[y].length; x++) {
        max = Math.max(max, Math.max(learned[y][x], truth[y][x]));
      }
    }
    return max;
  }

  /**
   * A coarser picture whose cells are the means of blocks of {@code size} by {@code size} cells.
   */
  HeatMap blockMeans(int size) {
    return size == 1
        ? this
        : new HeatMap(blockMeans(learned, size), blockMeans(truth, size), xLabel, yLabel);
  }

  private static double[][] blockMeans(double[][] fine, int size) {
    int rows = (fine.length + size - 1) / size;
    int columns = (fine[0].length + size - 1) / size;
    double[][] coarse = new double[rows][columns];
    int[][] counts = new int[rows][columns];
    for (int y = 0; y < fine.length; y++) {
      for (int x = 0; x < fine[y].length; x++) {
        coarse[y / size][x / size] += fine[y][x];
        counts[y / size][x / size]++;
      }
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        coarse[y][x] /= counts[y][x];
      }
    }
    return coarse;
  }
}
