package org.gflownet.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of rows that an index names, a few lanes wide, accumulated in registers. */
final class SumTiles {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  private SumTiles() {}

  static void add4(
      int[] index, int from, int to, float[] x, int xAt, int stride, float[] y, int yAt) {
    FloatVector y0 = FloatVector.fromArray(S, y, yAt);
    FloatVector y1 = FloatVector.fromArray(S, y, yAt + LANES);
    FloatVector y2 = FloatVector.fromArray(S, y, yAt + 2 * LANES);
    FloatVector y3 = FloatVector.fromArray(S, y, yAt + 3 * LANES);
    for (int t = from; t < to; t++) {
      int at = xAt + index[t] * stride;
      y0 = y0.add(FloatVector.fromArray(S, x, at));
      y1 = y1.add(FloatVector.fromArray(S, x, at + LANES));
      y2 = y2.add(FloatVector.fromArray(S, x, at + 2 * LANES));
      y3 = y3.add(FloatVector.fromArray(S, x, at + 3 * LANES));
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + LANES);
    y2.intoArray(y, yAt + 2 * LANES);
    y3.intoArray(y, yAt + 3 * LANES);
  }

  static void add1(
      int[] index, int from, int to, float[] x, int xAt, int stride, float[] y, int yAt) {
    FloatVector sum = FloatVector.fromArray(S, y, yAt);
    for (int t = from; t < to; t++) {
      sum = sum.add(FloatVector.fromArray(S, x, xAt + index[t] * stride));
    }
    sum.intoArray(y, yAt);
  }

  static void scaled8(
      float[] factor,
      int[] index,
      int from,
      int to,
      float[] x,
      int xAt,
      int stride,
      float[] y,
      int yAt) {
    FloatVector y0 = FloatVector.fromArray(S, y, yAt);
    FloatVector y1 = FloatVector.fromArray(S, y, yAt + LANES);
    FloatVector y2 = FloatVector.fromArray(S, y, yAt + 2 * LANES);
    FloatVector y3 = FloatVector.fromArray(S, y, yAt + 3 * LANES);
    FloatVector y4 = FloatVector.fromArray(S, y, yAt + 4 * LANES);
    FloatVector y5 = FloatVector.fromArray(S, y, yAt + 5 * LANES);
    FloatVector y6 = FloatVector.fromArray(S, y, yAt + 6 * LANES);
    FloatVector y7 = FloatVector.fromArray(S, y, yAt + 7 * LANES);
    for (int t = from; t < to; t++) {
      int at = xAt + index[t] * stride;
      FloatVector f = FloatVector.broadcast(S, factor[t]);
      y0 = f.fma(FloatVector.fromArray(S, x, at), y0);
      y1 = f.fma(FloatVector.fromArray(S, x, at + LANES), y1);
      y2 = f.fma(FloatVector.fromArray(S, x, at + 2 * LANES), y2);
      y3 = f.fma(FloatVector.fromArray(S, x, at + 3 * LANES), y3);
      y4 = f.fma(FloatVector.fromArray(S, x, at + 4 * LANES), y4);
      y5 = f.fma(FloatVector.fromArray(S, x, at + 5 * LANES), y5);
      y6 = f.fma(FloatVector.fromArray(S, x, at + 6 * LANES), y6);
      y7 = f.fma(FloatVector.fromArray(S, x, at + 7 * LANES), y7);
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + LANES);
    y2.intoArray(y, yAt + 2 * LANES);
    y3.intoArray(y, yAt + 3 * LANES);
    y4.intoArray(y, yAt + 4 * LANES);
    y5.intoArray(y, yAt + 5 * LANES);
    y6.intoArray(y, yAt + 6 * LANES);
    y7.intoArray(y, yAt + 7 * LANES);
  }

  static void scaled1(
      float[] factor,
      int[] index,
      int from,
      int to,
      float[] x,
      int xAt,
      int stride,
      float[] y,
      int yAt) {
    FloatVector sum = FloatVector.fromArray(S, y, yAt);
    for (int t = from; t < to; t++) {
      FloatVector f = FloatVector.broadcast(S, factor[t]);
      sum = f.fma(FloatVector.fromArray(S, x, xAt + index[t] * stride), sum);
    }
    sum.intoArray(y, yAt);
  }
}
