package org.gflownet.run.train;

import java.util.List;
import java.util.Map;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.Execution;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;

/**
 * A loop whose reports also say what its processes hold beside their heaps.
 *
 * @param loop the loop itself
 * @param memory of its processes
 */
record WatchedLoop(Loop loop, MemoryWatch memory) implements Loop {
  @Override
  public Execution execution() {
    return loop.execution();
  }

  @Override
  public List<TrainingListener> tracked() {
    return loop.tracked();
  }

  @Override
  public long rewardCalls(long visited) {
    return loop.rewardCalls(visited);
  }

  @Override
  public void report(Map<String, Object> figures) {
    loop.report(figures);
    memory.report(figures);
  }

  @Override
  public Trainer trainer(BudgetMeter meter, List<TrainingListener> listeners) {
    return loop.trainer(meter, listeners);
  }

  @Override
  public void close() {
    loop.close();
  }
}
