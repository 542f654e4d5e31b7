package org.gflownet.reward;

/**
 * The high-reward places of a space that an exploring sampler should find, counted in two ways:
 * single objects ("cells") and the regions that group them.
 *
 * <p>Keys identify a cell or a region without enumerating the space: equal arrays mean the same
 * one. All keys of an instance have the same length. Implementations are thread-safe.
 *
 * @param <X> the terminating state
 */
public interface Modes<X> {

  /** Whether an object is a mode. */
  boolean isMode(X object);

  /** Key of the object itself, {@link #cellKeyLength()} words. */
  long[] cellKey(X object);

  /** Key of the region that holds the object, {@link #regionKeyLength()} words. */
  long[] regionKey(X object);

  /** Words in a cell key. */
  int cellKeyLength();

  /** Words in a region key. */
  int regionKeyLength();

  /** Number of reachable mode cells; -1 if it is not known or does not fit a long. */
  long numCells();

  /** Number of regions with a reachable mode cell; -1 if it is not known or does not fit a long. */
  long numRegions();
}
