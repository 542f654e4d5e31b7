package org.gflownet.train;

/** What runs the tasks of a method's steps: threads of this process or a cluster. */
public interface Execution extends AutoCloseable {

  /** What runs the steps, in words, for logs and provenance. */
  String describe();

  /** Number of executors that run tasks now. */
  int numExecutors();

  @Override
  void close();
}
