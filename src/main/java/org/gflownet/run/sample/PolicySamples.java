package org.gflownet.run.sample;

import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.chem.SdfRecord;
import org.gflownet.env.StateColumns;
import org.gflownet.eval.SampleRows;
import org.gflownet.eval.TableSchema;
import org.gflownet.math.RandomStream;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.SampleFormat;
import org.gflownet.spark.SampleWriter;

/**
 * Objects from a policy. Row i depends on the seed and i alone, not on cores or executors.
 *
 * @param setup of the run whose policy it is
 * @param parameters of the policy
 * @param seed of the sample
 * @param num number of objects
 * @param distinctTries most draws for so many distinct objects; empty for draws as they come
 * @param actions whether there is a column of the steps that built each molecule
 */
public record PolicySamples(
    Setup<?> setup,
    float[] parameters,
    long seed,
    long num,
    OptionalLong distinctTries,
    boolean actions) {

  /**
   * Draws and writes.
   *
   * @param output a path or URI that does not exist yet; its ending says the format
   * @return number of objects written, less than {@code num} where the tries did not suffice
   * @throws UserException if the format is for other objects
   */
  public long write(JavaSparkContext spark, String output) {
    return new SampleWriter(spark).write(request(output), SdfRecord::of, output);
  }

  /**
   * The objects as a table that draws them whenever it is used, with the columns that {@link
   * #write} writes.
   */
  public Dataset<Row> rows(SparkSession session) {
    return SampleWriter.rows(session, request());
  }

  private SampleWriter.Request request(String output) {
    SampleWriter.Request request = request();
    if (SampleFormat.of(output).needsMolecules() && !request.schema().names().contains("smiles")) {
      throw new UserException(
          "output " + output + " is a format for molecules; use .csv, .jsonl or .parquet");
    }
    return request;
  }

  /** What executors need to draw the objects. */
  public SampleWriter.Request request() {
    StateColumns<?> columns = setup.problem().columns();
    TableSchema schema =
        actions ? SampleRows.schemaWithActions(columns) : SampleRows.schema(columns);
    ConfiguredWorkers workers = setup.workers();
    return new SampleWriter.Request(
        schema,
        actions ? workers.withActions() : workers,
        parameters,
        RandomStream.derive(seed, "sample"),
        num,
        distinctTries.isPresent()
            ? new SampleWriter.Distinct(columns.numKeys(), distinctTries.getAsLong())
            : null);
  }
}
