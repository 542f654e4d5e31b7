package org.gflownet.eval;

import java.util.List;

/** What runs the shares of evaluations: threads of this process or a cluster. */
public interface EvaluationExecutor extends AutoCloseable {

  /**
   * Runs shares side by side.
   *
   * @param parameters the flat vector; empty where no share samples
   * @return what they come to, in their order
   */
  List<ScoredObjects> run(List<EvaluationShare> shares, float[] parameters);

  @Override
  void close();
}
