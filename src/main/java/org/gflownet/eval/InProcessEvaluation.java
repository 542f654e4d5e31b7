package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.gflownet.train.SliceThreads;

/** Runs the shares of evaluations on threads of this process, without Spark. */
public final class InProcessEvaluation implements EvaluationExecutor {
  private final SliceThreads<EvaluationWorker<?>> threads;
  private long version;

  /**
   * An executor with its own threads.
   *
   * @param factory of the workers
   * @param numThreads at least 1
   */
  public InProcessEvaluation(EvaluationWorker.Factory factory, int numThreads) {
    this.threads = new SliceThreads<>(factory.key(), factory::createEvaluation, numThreads);
  }

  @Override
  public List<ScoredObjects> run(List<EvaluationShare> shares, float[] parameters) {
    long current = version++;
    List<Future<ScoredObjects>> futures = new ArrayList<>(shares.size());
    for (EvaluationShare share : shares) {
      futures.add(threads.start(worker -> worker.run(share, parameters, current)));
    }
    return SliceThreads.await(futures);
  }

  @Override
  public void close() {
    threads.close();
  }
}
