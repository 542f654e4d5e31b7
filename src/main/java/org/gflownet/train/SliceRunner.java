package org.gflownet.train;

import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Runs slices in this process, each with a worker that it borrows.
 *
 * @param <W> the worker
 */
public interface SliceRunner<W> extends Execution {

  /** Tells that another step or round begins. */
  default void step() {}

  /**
   * Starts a slice.
   *
   * @param slice uses the worker and nothing of it afterwards
   * @return what it returns; an {@link java.util.concurrent.ExecutionException} of it has what the
   *     slice threw as its cause
   */
  <R> Future<R> start(Function<? super W, R> slice);
}
