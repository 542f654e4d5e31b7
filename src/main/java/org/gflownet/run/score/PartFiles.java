package org.gflownet.run.score;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.gflownet.spark.ParquetTable;
import org.gflownet.spark.RunDirectory;
import org.gflownet.table.CsvRows;

/** Writes the parts of a scored table, each with what became of its rows. Thread-safe. */
final class PartFiles {
  private final Place place;
  private final ScoreColumns columns;
  private final RunDirectory rows;
  private final RunDirectory counts;

  /**
   * Where parts are.
   *
   * @param counts folder of the run
   * @param rows folder of the parts
   * @param mark of the run's settings in names: who still writes for a run of others, because
   *     nobody could tell it that this is over, writes other files
   * @param isParquet whether parts are Parquet files, else CSV
   * @param isFolder whether each has to stand for itself
   */
  record Place(
      SharedFolder counts, SharedFolder rows, String mark, boolean isParquet, boolean isFolder)
      implements Serializable {

    /** Name of a part. */
    String part(int number) {
      return String.format(
          Locale.ROOT, "part-%08d-%s%s", number, mark, isParquet ? ".parquet" : ".csv");
    }

    /** Name of its counts. */
    String counts(int number) {
      return String.format(Locale.ROOT, "counts-%08d-%s.json", number, mark);
    }
  }

  /** Files of a place that this process sees. */
  PartFiles(Place place, ScoreColumns columns) {
    this(place, columns, place.rows().open(), place.counts().open());
  }

  /**
   * Files in folders.
   *
   * @param rows folder of the parts
   * @param counts folder of the run
   */
  PartFiles(Place place, ScoreColumns columns, RunDirectory rows, RunDirectory counts) {
    this.place = place;
    this.columns = columns;
    this.rows = rows;
    this.counts = counts;
  }

  /**
   * Writes a part; its counts first, so that a part that is there has them.
   *
   * @param source of its rows, which have their error in the last column
   */
  ScoreSummary write(int number, ParquetTable.Source source) {
    ScoreSummary summary = new ScoreSummary();
    ParquetTable.Source counted =
        sink ->
            source.writeTo(
                row -> {
                  summary.add(row[row.length - 1]);
                  sink.add(row);
                });
    rows.replace(
        place.part(number),
        out -> {
          if (place.isParquet()) {
            ParquetTable.write(columns.all(), counted, out);
          } else {
            writeCsv(counted, out);
          }
          counts.replaceText(place.counts(number), summary.toJson());
        });
    return summary;
  }

  /** Whether a part is there. */
  boolean has(int number) {
    return rows.exists(place.part(number));
  }

  private void writeCsv(ParquetTable.Source source, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    if (place.isFolder()) {
      CsvRows.append(writer, columns.names());
    }
    source.writeTo(row -> CsvRows.append(writer, Arrays.asList(row)));
    writer.flush();
  }
}
