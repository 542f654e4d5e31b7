package org.gflownet.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.collection.immutable.Range$;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A job under way that computes slices.
 *
 * @param <T> what a task comes to
 */
final class SliceJob<T> {
  private final FutureAction<BoxedUnit> action;
  private final T[] results;

  private SliceJob(FutureAction<BoxedUnit> action, T[] results) {
    this.action = action;
    this.results = results;
  }

  /**
   * Starts the tasks.
   *
   * @param results takes what the tasks come to; as long as there are tasks
   */
  static <T> SliceJob<T> start(JavaSparkContext spark, SliceRdd<T> slices, T[] results) {
    FutureAction<BoxedUnit> action =
        spark
            .sc()
            .submitJob(
                slices,
                new Only<T>(),
                Range$.MODULE$.apply(0, results.length),
                new Keep<>(results),
                new Nothing());
    return new SliceJob<>(action, results);
  }

  /**
   * Waits for all results, which are in the order of the tasks.
   *
   * @throws IllegalStateException if a task failed for good or this thread was interrupted, by
   *     which the job is cancelled
   */
  List<T> await() {
    try {
      Await.ready(action, Duration.Inf());
      action.value().get().get();
      return Arrays.asList(results);
    } catch (InterruptedException e) {
      action.cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a step was running", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Thrown by Scala code, which declares no checked exceptions.
      throw new IllegalStateException("a step failed: " + e, e);
    }
  }

  void cancel() {
    action.cancel();
  }

  // Not lambdas: Spark reads the class files of those it is given.

  /** The element of a slice. */
  static final class Only<T> extends AbstractFunction1<Iterator<T>, T> implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public T apply(Iterator<T> elements) {
      return elements.next();
    }
  }

  /** Puts a slice's result in its place; called by one thread of Spark's. */
  private static final class Keep<T> extends AbstractFunction2<Object, T, BoxedUnit> {
    private final T[] results;

    Keep(T[] results) {
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object slice, T result) {
      results[(Integer) slice] = result;
      return BoxedUnit.UNIT;
    }
  }

  /** The job's own result. */
  static final class Nothing extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }
}
