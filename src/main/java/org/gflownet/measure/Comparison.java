package org.gflownet.measure;

import java.util.function.Consumer;

/** Something to find out by starting processes. */
public interface Comparison {

  /** Short name, for the command line. */
  String name();

  /**
   * Runs it.
   *
   * @param bench starts the processes
   * @param plan how much of it
   * @param out takes the figures as they are known
   */
  void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException;
}
