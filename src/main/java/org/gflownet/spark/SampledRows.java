package org.gflownet.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gflownet.eval.SampleRows;
import org.gflownet.eval.TableSchema;

/** The rows of a sample as datasets of Spark, in the order of their indices. */
final class SampledRows implements AutoCloseable {
  static final String INDEX = "sample_index";
  private static final long ROWS_PER_TASK = 65_536;
  private static final int MAX_TASKS = 100_000;
  private static final Map<Class<?>, DataType> TYPES =
      Map.of(
          Integer.class, DataTypes.IntegerType,
          Long.class, DataTypes.LongType,
          Double.class, DataTypes.DoubleType,
          String.class, DataTypes.StringType);

  private final JavaSparkContext spark;
  private final SparkSession session;
  private final SampleWriter.Request request;
  private final Broadcast<float[]> parameters;

  SampledRows(JavaSparkContext spark, SampleWriter.Request request) {
    this(SparkSession.builder().sparkContext(spark.sc()).getOrCreate(), request);
  }

  SampledRows(SparkSession session, SampleWriter.Request request) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.session = session;
    this.request = request;
    this.parameters = spark.broadcast(request.parameters().clone());
  }

  /** As many rows as were asked for. */
  Dataset<Row> all() {
    return range(0, request.count()).drop(INDEX);
  }

  /** Rows {@code from..to-1}, with their index behind the other columns. */
  Dataset<Row> range(long from, long to) {
    long count = to - from;
    int numTasks = numTasks(count, spark);
    RowTask task =
        new RowTask(request.factory(), parameters, request.seed(), from, count, numTasks);
    JavaRDD<Row> rows =
        spark
            .sc()
            .range(0, task.numTasks(), 1, task.numTasks())
            .toJavaRDD()
            .mapPartitions(task::call);
    return session()
        .createDataFrame(rows, typeOf(request.schema()).add(INDEX, DataTypes.LongType, false));
  }

  /** Tasks for so many rows: one for each core, and more where there are many rows. */
  static int numTasks(long count, JavaSparkContext spark) {
    long enough = Math.min(MAX_TASKS, (count + ROWS_PER_TASK - 1) / ROWS_PER_TASK);
    return (int) Math.max(1, Math.max(Math.min(count, spark.defaultParallelism()), enough));
  }

  SparkSession session() {
    return session;
  }

  /** The columns of a sample. */
  static StructType typeOf(TableSchema schema) {
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < schema.names().size(); i++) {
      DataType type = TYPES.get(schema.types().get(i));
      fields.add(DataTypes.createStructField(schema.names().get(i), type, true));
    }
    return DataTypes.createStructType(fields);
  }

  @Override
  public void close() {
    parameters.destroy();
  }

  /** The function that a task runs for its share of the rows. */
  private record RowTask(
      SampleRows.Factory factory,
      Broadcast<float[]> parameters,
      long seed,
      long first,
      long count,
      int numTasks)
      implements Serializable {

    Iterator<Row> call(Iterator<Object> ignored) {
      int task = TaskContext.getPartitionId();
      SampleRows<?> source = factory.rows(parameters.value());
      long from = bound(task);
      Iterator<Object[]> values = new SampleIterator(source, seed, from, bound(task + 1));
      return new Iterator<>() {
        private long index = from;

        @Override
        public boolean hasNext() {
          return values.hasNext();
        }

        @Override
        public Row next() {
          Object[] row = values.next();
          Object[] indexed = java.util.Arrays.copyOf(row, row.length + 1);
          indexed[row.length] = index++;
          return RowFactory.create(indexed);
        }
      };
    }

    private long bound(int task) {
      return first + SampleIterator.bound(count, numTasks, task);
    }
  }
}
