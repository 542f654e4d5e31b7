package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.gflownet.math.Progress;
import org.gflownet.train.SliceRunner;
import org.gflownet.train.SliceThreads;

/** Runs slices in this process, on threads of its own or as a {@link SliceRunner} does. */
public final class InProcessSliceExecutor implements SliceExecutor {
  private final SliceRunner<SliceWorker> threads;

  /**
   * An executor with its own threads.
   *
   * @param factory of the workers
   * @param numThreads at least 1
   */
  public InProcessSliceExecutor(SliceWorker.Factory factory, int numThreads) {
    this(new SliceThreads<>(factory.key(), factory::createSlice, numThreads));
  }

  /**
   * An executor.
   *
   * @param runner of its slices, which is closed with it
   */
  public InProcessSliceExecutor(SliceRunner<SliceWorker> runner) {
    this.threads = runner;
  }

  @Override
  public List<SliceOutput> run(Progress progress, float[] parameters, List<long[]> states) {
    threads.step();
    List<Future<SliceOutput>> slices = new ArrayList<>(states.size());
    for (int i = 0; i < states.size(); i++) {
      int slice = i;
      slices.add(
          threads.start(worker -> worker.run(progress, slice, parameters, states.get(slice))));
    }
    return SliceThreads.await(slices);
  }

  @Override
  public String describe() {
    return threads.describe();
  }

  @Override
  public int numExecutors() {
    return threads.numExecutors();
  }

  @Override
  public void close() {
    threads.close();
  }
}
