package org.gflownet.run.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ReportConfig;
import org.gflownet.eval.VisitedFigures;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.ReportedCalls;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Session;
import org.gflownet.spark.ParquetFolder;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.VisitedMolecules;

/** Evaluates the table of visited molecules of a run folder, where it has one. */
public final class VisitedEvaluation {
  private static final String TABLE = "visited";

  private final GflownetConfig config;
  private final RunFolder folder;
  private final Session session;

  /**
   * An evaluation.
   *
   * @param session where its tasks run; without Spark there are no figures
   */
  public VisitedEvaluation(GflownetConfig config, RunFolder folder, Session session) {
    this.config = config;
    this.folder = folder;
    this.session = session;
  }

  /**
   * The figures; empty without a table, without molecules in it or without Spark.
   *
   * @param notes receives what the reader of a report should know
   */
  public Optional<VisitedFigures> figures(List<String> notes) {
    RunDirectory table = folder.directory().child(TABLE);
    if (table.names().stream().noneMatch(name -> !name.startsWith(".") && !name.startsWith("_"))) {
      return Optional.empty();
    }
    if (session.spark().isEmpty()) {
      notes.add(
          "The table of visited molecules was not evaluated: this run used no Spark; report.sh RUN"
              + " --master 'local[*]' does it.");
      return Optional.empty();
    }
    JavaSparkContext spark = session.spark().get();
    SparkSession sql = SparkSession.builder().sparkContext(spark.sc()).getOrCreate().newSession();
    // Spark's own 200 are many tasks for few molecules; cached tables keep what they begin with.
    sql.conf().set("spark.sql.shuffle.partitions", Math.max(2, 2 * spark.defaultParallelism()));
    Dataset<Row> visited = sql.read().parquet(uri(table));
    List<String> columns = Arrays.asList(visited.columns());
    if (!columns.contains("smiles")) {
      return Optional.empty();
    }
    String score = columns.contains("raw") ? "raw" : "reward";
    return new VisitedMolecules(
            sql, VisitedMolecules.Settings.of(score, thresholds()), new StructureFeatures())
        .evaluate(visited, reference(sql))
        .map(figures -> figures.withCalls(ReportedCalls.of(folder.directory())::at));
  }

  /** Hadoop takes a blank as it is, and a %20 as three characters. */
  private static String uri(RunDirectory directory) {
    return directory.isLocal() ? "file://" + directory.location() : directory.location();
  }

  private List<Double> thresholds() {
    List<Double> given = config.report().thresholds();
    return given.isEmpty() ? config.reward().thresholds() : given;
  }

  /** Of what was written to an object store, only a file in it tells whether it was finished. */
  private static void requireWhole(String file) {
    RunDirectory parent = RunFolder.at(RunDirectory.parentOf(file)).directory();
    String name = RunDirectory.nameOf(file);
    if (!parent.canRename() && file.endsWith(".parquet") && parent.isDirectory(name)) {
      ParquetFolder.files(parent.child(name));
    }
  }

  private Optional<Dataset<Row>> reference(SparkSession session) {
    ReportConfig report = config.report();
    if (report.reference().isEmpty()) {
      return Optional.empty();
    }
    String file = report.reference().get();
    try {
      requireWhole(file);
      Dataset<Row> rows =
          file.endsWith(".parquet")
              ? session.read().parquet(file)
              : session.read().option("header", true).option("sep", separator(file)).csv(file);
      if (!Arrays.asList(rows.columns()).contains(report.referenceColumn())) {
        throw new UserException(
            "report.reference: "
                + file
                + " has no column "
                + report.referenceColumn()
                + "; it has "
                + String.join(", ", rows.columns())
                + "; set report.reference-column");
      }
      return Optional.of(rows.select(rows.col("`" + report.referenceColumn() + "`")));
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new UserException("report.reference: cannot read " + file);
      }
      throw e;
    }
  }

  private static String separator(String file) {
    return file.endsWith(".tsv") ? "\t" : ",";
  }
}
