package org.gflownet.reward.hypergrid;

import org.gflownet.env.hypergrid.GridState;
import org.gflownet.reward.Modes;

/**
 * Modes of a hyper-grid reward: the cells that the family calls modes, and the 2^D corner regions
 * that hold them. A region is the pattern of coordinates past the middle of their axis.
 *
 * <p>Papers count regions, torchgfn counts cells; a grid without any mode has 0 of both. Nothing is
 * enumerated, so D may be large. Immutable, thread-safe.
 */
public abstract class HypergridModes implements Modes<GridState> {
  private final int ndim;
  private final int height;
  private final int cellBits;

  HypergridModes(int ndim, int height) {
    this.ndim = ndim;
    this.height = height;
    this.cellBits = Integer.SIZE - Integer.numberOfLeadingZeros(height - 1);
  }

  final int ndim() {
    return ndim;
  }

  final int height() {
    return height;
  }

  @Override
  public final long[] cellKey(GridState cell) {
    int perWord = Long.SIZE / cellBits;
    long[] key = new long[cellKeyLength()];
    for (int d = 0; d < ndim; d++) {
      key[d / perWord] |= (long) cell.coordinate(d) << (d % perWord * cellBits);
    }
    return key;
  }

  @Override
  public final long[] regionKey(GridState cell) {
    long[] key = new long[regionKeyLength()];
    for (int d = 0; d < ndim; d++) {
      if (Cells.isHigh(cell.coordinate(d), height)) {
        key[d / Long.SIZE] |= 1L << (d % Long.SIZE);
      }
    }
    return key;
  }

  @Override
  public final int cellKeyLength() {
    int perWord = Long.SIZE / cellBits;
    return (ndim + perWord - 1) / perWord;
  }

  @Override
  public final int regionKeyLength() {
    return (ndim + Long.SIZE - 1) / Long.SIZE;
  }

  /** base^exponent, or -1 if that does not fit a long. */
  static long powerOrUnknown(long base, int exponent) {
    if (base <= 1) {
      return base;
    }
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      if (power > Long.MAX_VALUE / base) {
        return -1;
      }
      power *= base;
    }
    return power;
  }
}
