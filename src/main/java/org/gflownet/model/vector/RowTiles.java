package org.gflownet.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gflownet.model.MatrixKernels;

/**
 * Tiles of {@link VectorKernels#multiply}: a few rows of a times one panel, accumulated in
 * registers.
 *
 * <p>Each method is small and written out, so that the compiler keeps its sums in registers and
 * compiles it early. How indices advance is chosen by measurement: the compiler of Java 17 spills
 * sums where it can move all loads of a round to its beginning.
 */
final class RowTiles {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int PANEL = 2 * LANES;
  private static final int PITCH = MatrixKernels.PITCH;

  private RowTiles() {}

  static void rows6(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride) {
    int c0 = cAt;
    int c1 = c0 + cStride;
    int c2 = c1 + cStride;
    int c3 = c2 + cStride;
    int c4 = c3 + cStride;
    int c5 = c4 + cStride;
    FloatVector p0 = FloatVector.fromArray(S, c, c0);
    FloatVector q0 = FloatVector.fromArray(S, c, c0 + LANES);
    FloatVector p1 = FloatVector.fromArray(S, c, c1);
    FloatVector q1 = FloatVector.fromArray(S, c, c1 + LANES);
    FloatVector p2 = FloatVector.fromArray(S, c, c2);
    FloatVector q2 = FloatVector.fromArray(S, c, c2 + LANES);
    FloatVector p3 = FloatVector.fromArray(S, c, c3);
    FloatVector q3 = FloatVector.fromArray(S, c, c3 + LANES);
    FloatVector p4 = FloatVector.fromArray(S, c, c4);
    FloatVector q4 = FloatVector.fromArray(S, c, c4 + LANES);
    FloatVector p5 = FloatVector.fromArray(S, c, c5);
    FloatVector q5 = FloatVector.fromArray(S, c, c5 + LANES);
    int bk = bAt;
    for (int k = 0; k < depth; k++) {
      FloatVector p = FloatVector.fromArray(S, b, bk);
      FloatVector q = FloatVector.fromArray(S, b, bk + LANES);
      FloatVector v0 = FloatVector.broadcast(S, a[aAt + k]);
      p0 = v0.fma(p, p0);
      q0 = v0.fma(q, q0);
      FloatVector v1 = FloatVector.broadcast(S, a[aAt + k + PITCH]);
      p1 = v1.fma(p, p1);
      q1 = v1.fma(q, q1);
      FloatVector v2 = FloatVector.broadcast(S, a[aAt + k + 2 * PITCH]);
      p2 = v2.fma(p, p2);
      q2 = v2.fma(q, q2);
      FloatVector v3 = FloatVector.broadcast(S, a[aAt + k + 3 * PITCH]);
      p3 = v3.fma(p, p3);
      q3 = v3.fma(q, q3);
      FloatVector v4 = FloatVector.broadcast(S, a[aAt + k + 4 * PITCH]);
      p4 = v4.fma(p, p4);
      q4 = v4.fma(q, q4);
      FloatVector v5 = FloatVector.broadcast(S, a[aAt + k + 5 * PITCH]);
      p5 = v5.fma(p, p5);
      q5 = v5.fma(q, q5);
      bk += PANEL;
    }
    p0.intoArray(c, c0);
    q0.intoArray(c, c0 + LANES);
    p1.intoArray(c, c1);
    q1.intoArray(c, c1 + LANES);
    p2.intoArray(c, c2);
    q2.intoArray(c, c2 + LANES);
    p3.intoArray(c, c3);
    q3.intoArray(c, c3 + LANES);
    p4.intoArray(c, c4);
    q4.intoArray(c, c4 + LANES);
    p5.intoArray(c, c5);
    q5.intoArray(c, c5 + LANES);
  }

  static void rows4(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride) {
    int c0 = cAt;
    int c1 = c0 + cStride;
    int c2 = c1 + cStride;
    int c3 = c2 + cStride;
    FloatVector p0 = FloatVector.fromArray(S, c, c0);
    FloatVector q0 = FloatVector.fromArray(S, c, c0 + LANES);
    FloatVector p1 = FloatVector.fromArray(S, c, c1);
    FloatVector q1 = FloatVector.fromArray(S, c, c1 + LANES);
    FloatVector p2 = FloatVector.fromArray(S, c, c2);
    FloatVector q2 = FloatVector.fromArray(S, c, c2 + LANES);
    FloatVector p3 = FloatVector.fromArray(S, c, c3);
    FloatVector q3 = FloatVector.fromArray(S, c, c3 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector p = FloatVector.fromArray(S, b, bAt + k * PANEL);
      FloatVector q = FloatVector.fromArray(S, b, bAt + k * PANEL + LANES);
      FloatVector v0 = FloatVector.broadcast(S, a[aAt + k]);
      p0 = v0.fma(p, p0);
      q0 = v0.fma(q, q0);
      FloatVector v1 = FloatVector.broadcast(S, a[aAt + k + PITCH]);
      p1 = v1.fma(p, p1);
      q1 = v1.fma(q, q1);
      FloatVector v2 = FloatVector.broadcast(S, a[aAt + k + 2 * PITCH]);
      p2 = v2.fma(p, p2);
      q2 = v2.fma(q, q2);
      FloatVector v3 = FloatVector.broadcast(S, a[aAt + k + 3 * PITCH]);
      p3 = v3.fma(p, p3);
      q3 = v3.fma(q, q3);
    }
    p0.intoArray(c, c0);
    q0.intoArray(c, c0 + LANES);
    p1.intoArray(c, c1);
    q1.intoArray(c, c1 + LANES);
    p2.intoArray(c, c2);
    q2.intoArray(c, c2 + LANES);
    p3.intoArray(c, c3);
    q3.intoArray(c, c3 + LANES);
  }

  static void rows2(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride) {
    int c0 = cAt;
    int c1 = c0 + cStride;
    FloatVector p0 = FloatVector.fromArray(S, c, c0);
    FloatVector q0 = FloatVector.fromArray(S, c, c0 + LANES);
    FloatVector p1 = FloatVector.fromArray(S, c, c1);
    FloatVector q1 = FloatVector.fromArray(S, c, c1 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector p = FloatVector.fromArray(S, b, bAt + k * PANEL);
      FloatVector q = FloatVector.fromArray(S, b, bAt + k * PANEL + LANES);
      FloatVector v0 = FloatVector.broadcast(S, a[aAt + k]);
      p0 = v0.fma(p, p0);
      q0 = v0.fma(q, q0);
      FloatVector v1 = FloatVector.broadcast(S, a[aAt + k + PITCH]);
      p1 = v1.fma(p, p1);
      q1 = v1.fma(q, q1);
    }
    p0.intoArray(c, c0);
    q0.intoArray(c, c0 + LANES);
    p1.intoArray(c, c1);
    q1.intoArray(c, c1 + LANES);
  }

  static void rows1(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride) {
    int c0 = cAt;
    FloatVector p0 = FloatVector.fromArray(S, c, c0);
    FloatVector q0 = FloatVector.fromArray(S, c, c0 + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector p = FloatVector.fromArray(S, b, bAt + k * PANEL);
      FloatVector q = FloatVector.fromArray(S, b, bAt + k * PANEL + LANES);
      FloatVector v0 = FloatVector.broadcast(S, a[aAt + k]);
      p0 = v0.fma(p, p0);
      q0 = v0.fma(q, q0);
    }
    p0.intoArray(c, c0);
    q0.intoArray(c, c0 + LANES);
  }
}
