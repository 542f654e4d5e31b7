package org.gflownet.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Range$;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * A job under way that computes slices.
 *
 * @param <T> what a task comes to
 */
final class SliceJob<T> {
  /** Behind the last result. */
  private static final Arrived<?> END = new Arrived<>(-1, null);

  private static final ExecutionContext HERE =
      ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  private final FutureAction<BoxedUnit> action;
  private final BlockingQueue<Arrived<?>> arrived;
  private final T[] results;

  private SliceJob(FutureAction<BoxedUnit> action, BlockingQueue<Arrived<?>> arrived, T[] results) {
    this.action = action;
    this.arrived = arrived;
    this.results = results;
  }

  /** The result of a task, or that there are no more. */
  private record Arrived<T>(int task, T result) {
    boolean isEnd() {
      return task < 0;
    }
  }

  /**
   * Starts the tasks.
   *
   * @param results takes what the tasks come to, if nobody else does; as long as there are tasks
   */
  static <T> SliceJob<T> start(JavaSparkContext spark, RDD<T> slices, T[] results) {
    BlockingQueue<Arrived<?>> arrived = new LinkedBlockingQueue<>();
    FutureAction<BoxedUnit> action =
        submit(
            spark,
            slices,
            results.length,
            (task, result) -> arrived.add(new Arrived<>(task, result)),
            failure -> arrived.add(END));
    return new SliceJob<>(action, arrived, results);
  }

  /**
   * Starts a job of tasks with one element each.
   *
   * @param each is given the number of a task and its result, by Spark's one thread for all jobs,
   *     which must not wait
   * @param end is given what the job failed by, or null, when all results are there
   */
  static <T> FutureAction<BoxedUnit> submit(
      JavaSparkContext spark,
      RDD<T> rdd,
      int numTasks,
      Taker<? super T> each,
      Consumer<Throwable> end) {
    FutureAction<BoxedUnit> action =
        spark
            .sc()
            .submitJob(
                rdd,
                new Only<T>(),
                Range$.MODULE$.apply(0, numTasks),
                new Keep<T>(each),
                new Nothing());
    // By the thread that ends the job: the end comes behind all results.
    action.onComplete(new Ended(end), HERE);
    return action;
  }

  /**
   * Waits for all results, which are in the order of the tasks.
   *
   * @throws IllegalStateException if a task failed for good or this thread was interrupted, by
   *     which the job is cancelled
   */
  List<T> await() {
    await((task, result) -> results[task] = result);
    return Arrays.asList(results);
  }

  /**
   * Takes the results as they arrive, in this thread: Spark's own that bring them have the tasks of
   * all jobs to look after.
   *
   * @param taker is given the number of a task and its result
   * @throws IllegalStateException as {@link #await()} does
   */
  @SuppressWarnings("unchecked")
  void await(Taker<T> taker) {
    try {
      for (Arrived<?> next = arrived.take(); !next.isEnd(); next = arrived.take()) {
        taker.take(next.task(), (T) next.result());
      }
      action.value().get().get();
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

  /** Takes results. */
  @FunctionalInterface
  interface Taker<T> {
    /** Takes one. */
    void take(int task, T result);
  }

  void cancel() {
    action.cancel();
  }

  // Not lambdas: Spark reads the class files of those it is given.

  /** The element of a slice. */
  private static final class Only<T> extends AbstractFunction1<Iterator<T>, T>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public T apply(Iterator<T> elements) {
      return elements.next();
    }
  }

  /** Hands a result on. */
  private static final class Keep<T> extends AbstractFunction2<Object, T, BoxedUnit> {
    private final Taker<? super T> each;

    Keep(Taker<? super T> each) {
      this.each = each;
    }

    @Override
    public BoxedUnit apply(Object task, T result) {
      each.take((Integer) task, result);
      return BoxedUnit.UNIT;
    }
  }

  /** Tells of the end. */
  private static final class Ended extends AbstractFunction1<Try<BoxedUnit>, BoxedUnit> {
    private final Consumer<Throwable> end;

    Ended(Consumer<Throwable> end) {
      this.end = end;
    }

    @Override
    public BoxedUnit apply(Try<BoxedUnit> outcome) {
      end.accept(outcome.isFailure() ? outcome.failed().get() : null);
      return BoxedUnit.UNIT;
    }
  }

  /** The job's own result. */
  private static final class Nothing extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }
}
