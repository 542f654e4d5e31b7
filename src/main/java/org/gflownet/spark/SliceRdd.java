package org.gflownet.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.gflownet.train.TaskMemoryException;
import org.gflownet.trajectory.ActionPaths;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Partitions of one slice or several, each with one element: what a function makes of them.
 *
 * <p>{@code range(n).mapPartitions(function)} says the same. But that is made for functions that
 * users write: on each job Spark reads the function's class file to find what it refers to,
 * serialises it once to see whether that works and notes as JSON which operation it belongs to. A
 * step is a job, and none of this tells anything new about the next one.
 *
 * @param <T> what a partition comes to
 */
final class SliceRdd<T> extends RDD<T> {
  private static final long serialVersionUID = 1;

  private final Function<T> function;
  // For the driver alone: a task gets the partition it computes.
  private final transient Partition[] slices;

  /** What a task does. */
  @FunctionalInterface
  interface Function<T> extends Serializable {
    /**
     * Computes a partition.
     *
     * @param partition its number
     * @param drawn for each of its slices the paths that it takes instead of sampling as many;
     *     empty if none takes any
     */
    T apply(int partition, ActionPaths[] drawn);
  }

  /** A partition and what travels to it alone, mostly nothing. */
  private record Slices(int index, ActionPaths[] drawn) implements Partition {}

  private static final ActionPaths[] NOTHING = {};

  /**
   * The slices of a step.
   *
   * @param results for what partitions come to; tells how many there are and of which type
   * @param bounds first slice of each partition, and behind the last the number of slices
   * @param drawn for each slice, or empty for none
   */
  SliceRdd(
      SparkContext spark,
      T[] results,
      int[] bounds,
      List<ActionPaths> drawn,
      Function<T> function) {
    super(
        spark,
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of()),
        ClassTag$.MODULE$.apply(results.getClass().getComponentType()));
    this.function = function;
    this.slices = new Partition[results.length];
    for (int i = 0; i < slices.length; i++) {
      List<ActionPaths> own = drawn.isEmpty() ? List.of() : drawn.subList(bounds[i], bounds[i + 1]);
      boolean draws = own.stream().anyMatch(paths -> paths.size() > 0);
      slices[i] = new Slices(i, draws ? own.toArray(NOTHING) : NOTHING);
    }
  }

  @Override
  public Partition[] getPartitions() {
    return slices.clone();
  }

  @Override
  public Iterator<T> compute(Partition split, TaskContext context) {
    Slices own = (Slices) split;
    T result = TaskMemoryException.guard(() -> function.apply(own.index(), own.drawn()));
    return Iterator$.MODULE$.single(result);
  }
}
