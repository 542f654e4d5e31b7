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
 * One partition per slice, whose only element is what a function makes of the slice.
 *
 * <p>{@code range(n).mapPartitions(function)} says the same. But that is made for functions that
 * users write: on each job Spark reads the function's class file to find what it refers to,
 * serialises it once to see whether that works and notes as JSON which operation it belongs to. A
 * step is a job, and none of this tells anything new about the next one.
 *
 * @param <T> what a slice comes to
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
     * Computes a slice.
     *
     * @param slice its number
     * @param drawn the paths it takes instead of sampling as many
     */
    T apply(int slice, ActionPaths drawn);
  }

  /** A slice and what travels to it alone; null for none, which most jobs have. */
  private record Slice(int index, ActionPaths drawn) implements Partition {}

  /**
   * The slices of a step.
   *
   * @param results for what they come to; tells how many slices there are and of which type
   * @param drawn for each slice, or empty for none
   */
  SliceRdd(SparkContext spark, T[] results, List<ActionPaths> drawn, Function<T> function) {
    super(
        spark,
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of()),
        ClassTag$.MODULE$.apply(results.getClass().getComponentType()));
    this.function = function;
    this.slices = new Partition[results.length];
    for (int i = 0; i < slices.length; i++) {
      boolean draws = !drawn.isEmpty() && drawn.get(i).size() > 0;
      slices[i] = new Slice(i, draws ? drawn.get(i) : null);
    }
  }

  @Override
  public Partition[] getPartitions() {
    return slices.clone();
  }

  @Override
  public Iterator<T> compute(Partition split, TaskContext context) {
    Slice slice = (Slice) split;
    ActionPaths drawn = slice.drawn() == null ? ActionPaths.NONE : slice.drawn();
    T result = TaskMemoryException.guard(() -> function.apply(slice.index(), drawn));
    return Iterator$.MODULE$.single(result);
  }
}
