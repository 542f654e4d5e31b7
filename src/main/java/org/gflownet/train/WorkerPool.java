package org.gflownet.train;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps workers between steps, so that their memory and compiled state are reused: a task borrows
 * one and gives it back. Thread-safe, without locks between task threads.
 *
 * @param <W> the worker
 */
public final class WorkerPool<W> {
  private final Map<String, Deque<W>> idle = new ConcurrentHashMap<>();

  /**
   * Gives the body a worker that was made for the key, and takes it back.
   *
   * @param key identifies workers that may stand in for each other
   * @param factory makes one where none is idle
   * @param body uses the worker and nothing of it afterwards
   */
  public <R> R with(String key, Supplier<? extends W> factory, Function<? super W, R> body) {
    Deque<W> workers = idle.computeIfAbsent(key, k -> new ConcurrentLinkedDeque<>());
    W worker = workers.pollFirst();
    if (worker == null) {
      worker = factory.get();
    }
    // A worker whose run failed may be in any state: it is not given back.
    R result = body.apply(worker);
    workers.addFirst(worker);
    return result;
  }

  /** Drops the workers of a run that has ended. */
  public void forget(String key) {
    idle.remove(key);
  }
}
