package org.gflownet.api;

import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.V1Scan;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.gflownet.eval.SampleRows;
import org.gflownet.spark.SampleIterator;
import org.gflownet.spark.SampleWriter;

/**
 * A sample as a table of Spark's.
 *
 * @param run folder of the policy, for messages
 * @param type of the rows
 * @param request what to draw
 * @param isDistinct whether it takes jobs to find out which rows there are
 */
record SampleTable(String run, StructType type, SampleWriter.Request request, boolean isDistinct)
    implements SupportsRead {

  /** The table of a sample; nothing is drawn yet. */
  static SampleTable of(String run, Sampling sampling) {
    SampleWriter.Request request = sampling.samples().request();
    return new SampleTable(
        run, SampleWriter.type(request.schema()), request, sampling.isDistinct());
  }

  @Override
  public String name() {
    return "gflownet " + run;
  }

  // Deprecated in favour of columns(), which calls it.
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return type;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () -> isDistinct ? new DistinctScan(this) : new SampleScan(this);
  }

  /** A query over distinct rows, which a query of its own finds. */
  private record DistinctScan(SampleTable table) implements V1Scan {
    @Override
    public StructType readSchema() {
      return table.type();
    }

    @Override
    public String description() {
      return table.name() + ", " + table.request().count() + " distinct rows";
    }

    // Spark's own signature: any relation that is a TableScan.
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends BaseRelation & TableScan> T toV1TableScan(SQLContext context) {
      return (T) new DistinctRelation(table, context);
    }
  }

  /** The rows of {@link DistinctScan}, when they are asked for. */
  private static final class DistinctRelation extends BaseRelation implements TableScan {
    private final SampleTable table;
    private final SQLContext context;

    DistinctRelation(SampleTable table, SQLContext context) {
      this.table = table;
      this.context = context;
    }

    @Override
    public SQLContext sqlContext() {
      return context;
    }

    @Override
    public StructType schema() {
      return table.type();
    }

    @Override
    public RDD<Row> buildScan() {
      return SampleWriter.rows(context.sparkSession(), table.request()).rdd();
    }
  }

  /** A query over the table. */
  private record SampleScan(SampleTable table) implements Scan, Batch {
    @Override
    public StructType readSchema() {
      return table.type();
    }

    @Override
    public String description() {
      return table.name() + ", " + table.request().count() + " rows";
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      long[] bounds = SampleIterator.bounds(table.request().count(), context());
      InputPartition[] shares = new InputPartition[bounds.length - 1];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = new Share(bounds[i], bounds[i + 1]);
      }
      return shares;
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      SampleWriter.Request request = table.request();
      // It goes when Spark finds that nobody holds the query any more.
      Broadcast<float[]> parameters = context().broadcast(request.parameters().clone());
      return new Readers(request.factory(), request.seed(), parameters);
    }

    private static JavaSparkContext context() {
      return JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    }
  }

  /** Rows {@code from..to-1}. */
  private record Share(long from, long to) implements InputPartition {}

  /** What tasks make their rows with. */
  private record Readers(SampleRows.Factory factory, long seed, Broadcast<float[]> parameters)
      implements PartitionReaderFactory {

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      Share share = (Share) partition;
      return new Reader(
          new SampleIterator(factory.rows(parameters.value()), seed, share.from(), share.to()));
    }
  }

  /** Rows of a task in Spark's own form. */
  private static final class Reader implements PartitionReader<InternalRow> {
    private final SampleIterator rows;
    private InternalRow current;

    Reader(SampleIterator rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      Object[] cells = rows.next().clone();
      for (int i = 0; i < cells.length; i++) {
        if (cells[i] instanceof String text) {
          cells[i] = UTF8String.fromString(text);
        }
      }
      current = new GenericInternalRow(cells);
      return true;
    }

    @Override
    public InternalRow get() {
      return current;
    }

    @Override
    public void close() {}
  }
}
