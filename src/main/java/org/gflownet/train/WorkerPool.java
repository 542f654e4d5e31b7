package org.gflownet.train;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Keeps workers between steps, so that their memory and compiled state are reused: a task borrows
 * one and gives it back. Thread-safe, without locks between task threads.
 */
public final class WorkerPool {
  private final Map<String, Deque<RolloutWorker<?>>> idle = new ConcurrentHashMap<>();

  /** Runs one slice on a worker that the factory makes or made. */
  public SliceResult run(
      RolloutWorker.Factory factory, StepRequest request, int slice, float[] parameters) {
    Deque<RolloutWorker<?>> workers =
        idle.computeIfAbsent(factory.key(), key -> new ConcurrentLinkedDeque<>());
    RolloutWorker<?> worker = workers.pollFirst();
    if (worker == null) {
      worker = factory.create();
    }
    // A worker whose run failed may be in any state: it is not given back.
    SliceResult result = worker.run(request, slice, parameters);
    workers.addFirst(worker);
    return result;
  }

  /** Drops the workers of a run that has ended. */
  public void forget(String key) {
    idle.remove(key);
  }
}
