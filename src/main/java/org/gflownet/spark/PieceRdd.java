package org.gflownet.spark;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.gflownet.train.Summed;
import org.gflownet.train.TreeJoin;
import scala.Product2;
import scala.Tuple2;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Adds up the results of tasks where executors are: each partition is one piece of the sum over all
 * slices, merged from that piece of every task's results by the tree that the driver would merge
 * them by. The pieces go from task to task through Spark's shuffle.
 *
 * <p>Not {@code treeAggregate}, which adds up in the order of arrival; not a barrier stage, where
 * one lost task fails the job.
 *
 * @param <T> the result of a slice
 */
final class PieceRdd<T extends Summed<T>> extends RDD<T> {
  private static final long serialVersionUID = 1;

  private final int[] bounds;

  private PieceRdd(RDD<Tuple2<Integer, T[]>> pieces, int[] bounds, ClassTag<T> type) {
    super(pieces, type);
    this.bounds = bounds;
  }

  /**
   * The pieces of a step's sum.
   *
   * @param slices the tasks and what each comes to
   * @param bounds first slice of each task, and behind the last the number of slices
   * @param numPieces at least 1
   * @param type of the results
   */
  static <T extends Summed<T>> PieceRdd<T> of(
      SliceRdd<T[]> slices, int[] bounds, int numPieces, Class<T> type) {
    ClassTag<Integer> keys = ClassTag$.MODULE$.apply(Integer.class);
    ClassTag<T[]> values = ClassTag$.MODULE$.apply(Array.newInstance(type, 0).getClass());
    ByPiece byPiece = new ByPiece(numPieces, bounds.length - 1);
    ShuffledRDD<Integer, T[], T[]> shuffled =
        new ShuffledRDD<>(new CutRdd<>(slices, byPiece, type), byPiece, keys, values, values);
    return new PieceRdd<>(shuffled, bounds, ClassTag$.MODULE$.apply(type));
  }

  /** Removes what tasks have left on the disks of executors; does not wait for them. */
  void clean() {
    cleanShuffleDependencies(false);
  }

  @Override
  public Partition[] getPartitions() {
    return parent().partitions();
  }

  @SuppressWarnings("unchecked")
  private RDD<Tuple2<Integer, T[]>> parent() {
    return (RDD<Tuple2<Integer, T[]>>) dependencies().head().rdd();
  }

  @Override
  public Iterator<T> compute(Partition split, TaskContext context) {
    int numTasks = bounds.length - 1;
    TreeJoin<T> sum = new TreeJoin<>(bounds, Summed::mergedWith);
    Iterator<Tuple2<Integer, T[]>> pieces = parent().iterator(split, context);
    while (pieces.hasNext()) {
      Tuple2<Integer, T[]> piece = pieces.next();
      sum.add(piece._1() % numTasks, Arrays.asList(piece._2()));
    }
    return Iterator$.MODULE$.single(sum.result());
  }

  /** Sends a piece to the partition of its number: a key is piece x tasks + task. */
  private static final class ByPiece extends Partitioner implements Serializable {
    private static final long serialVersionUID = 1;

    private final int numPieces;
    private final int numTasks;

    ByPiece(int numPieces, int numTasks) {
      this.numPieces = numPieces;
      this.numTasks = numTasks;
    }

    int key(int piece, int task) {
      return Math.addExact(Math.multiplyExact(piece, numTasks), task);
    }

    @Override
    public int numPartitions() {
      return numPieces;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key / numTasks;
    }
  }

  /** The results of tasks, cut into pieces with their keys. */
  private static final class CutRdd<T extends Summed<T>> extends RDD<Product2<Integer, T[]>> {
    private static final long serialVersionUID = 1;

    private final ByPiece byPiece;
    private final Class<T> type;

    CutRdd(SliceRdd<T[]> slices, ByPiece byPiece, Class<T> type) {
      super(slices, ClassTag$.MODULE$.apply(Product2.class));
      this.byPiece = byPiece;
      this.type = type;
    }

    @Override
    public Partition[] getPartitions() {
      return parent().partitions();
    }

    @SuppressWarnings("unchecked")
    private RDD<T[]> parent() {
      return (RDD<T[]>) dependencies().head().rdd();
    }

    @Override
    public Iterator<Product2<Integer, T[]>> compute(Partition split, TaskContext context) {
      T[] results = parent().iterator(split, context).next();
      return new AbstractIterator<>() {
        private int piece;

        @Override
        public boolean hasNext() {
          return piece < byPiece.numPieces;
        }

        @Override
        public Product2<Integer, T[]> next() {
          int number = piece++;
          return new Tuple2<>(
              byPiece.key(number, split.index()),
              Arrays.stream(results)
                  .map(result -> result.piece(number, byPiece.numPieces))
                  .toArray(this::array));
        }

        @SuppressWarnings("unchecked")
        private T[] array(int length) {
          return (T[]) Array.newInstance(type, length);
        }
      };
    }
  }
}
