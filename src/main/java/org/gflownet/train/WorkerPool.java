package org.gflownet.train;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * Keeps workers between steps, so that their memory and compiled state are reused: a task borrows
 * one and gives it back. Thread-safe, without locks between task threads.
 */
public final class WorkerPool {
  private final Map<String, Deque<RolloutWorker<?>>> idle = new ConcurrentHashMap<>();

  /**
   * Gives the body a worker that the factory makes or made, and takes it back.
   *
   * @param body uses the worker and nothing of it afterwards
   */
  public <R> R with(RolloutWorker.Factory factory, Function<RolloutWorker<?>, R> body) {
    Deque<RolloutWorker<?>> workers =
        idle.computeIfAbsent(factory.key(), key -> new ConcurrentLinkedDeque<>());
    RolloutWorker<?> worker = workers.pollFirst();
    if (worker == null) {
      worker = factory.create();
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
