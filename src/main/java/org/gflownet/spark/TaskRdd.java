package org.gflownet.spark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.gflownet.train.TaskMemoryException;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Partitions with one element each: what a body makes of the partition's input. See {@link
 * SliceRdd} for why this is no {@code mapPartitions}.
 *
 * @param <T> the input
 */
final class TaskRdd<T> extends RDD<String> {
  private static final long serialVersionUID = 1;
  private static final char END_OF_TIME = ' ';

  private final SparkTasks.Body<T> body;
  // For the driver alone: a task gets the partition it computes.
  private final transient Partition[] tasks;

  /** A partition and what travels to it alone. */
  private record Task<T>(int index, T input) implements Partition {}

  /** One partition for each input. */
  TaskRdd(SparkContext spark, SparkTasks.Body<T> body, List<T> inputs) {
    super(
        spark,
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of()),
        ClassTag$.MODULE$.apply(String.class));
    this.body = body;
    this.tasks = new Partition[inputs.size()];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = new Task<>(i, inputs.get(i));
    }
  }

  @Override
  public Partition[] getPartitions() {
    return tasks.clone();
  }

  @Override
  public Iterator<String> compute(Partition split, TaskContext context) {
    @SuppressWarnings("unchecked")
    Task<T> own = (Task<T>) split;
    long start = System.nanoTime();
    String text = TaskMemoryException.guard(() -> body.run(own.input()));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return Iterator$.MODULE$.single(millis + String.valueOf(END_OF_TIME) + text);
  }

  /** How long the body took that an element comes from. */
  static long millis(String element) {
    return Long.parseLong(element.substring(0, element.indexOf(END_OF_TIME)));
  }

  /** What it gave. */
  static String text(String element) {
    return element.substring(element.indexOf(END_OF_TIME) + 1);
  }
}
