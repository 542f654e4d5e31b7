package org.gflownet.train;

/**
 * A step whose slices were handed out and whose result may still be under way.
 *
 * @param <R> the merged result
 */
public interface Pending<R> {

  /**
   * Waits for all slices and merges their results.
   *
   * @throws RuntimeException if a slice failed, or the thread was interrupted
   */
  R await();

  /** Gives the step up: what runs is stopped where that can be done, and its result is dropped. */
  void cancel();
}
