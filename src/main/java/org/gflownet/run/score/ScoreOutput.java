package org.gflownet.run.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.gflownet.run.PlainJson;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.ParquetTable;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.store.Lease;
import org.gflownet.spark.store.LeaseHeldException;
import org.gflownet.table.CsvRows;

/**
 * The output of a run of {@code score}: parts in a folder beside it, which a later run goes on
 * from, and at last one file of all rows. Parts and file appear whole or not at all, and one
 * process at a time writes them.
 */
public final class ScoreOutput implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";
  private static final long MAX_BYTES = 1L << 24;

  private final String location;
  private final RunDirectory directory;
  private final String name;
  private final boolean isParquet;
  private final java.util.Set<String> known = ConcurrentHashMap.newKeySet();
  private RunDirectory parts;
  private Lease lease;

  /**
   * The output at a path or URI, which tells by its ending what is written.
   *
   * @param settings of Spark, for the store that it is on
   */
  public ScoreOutput(String location, SortedMap<String, String> settings) {
    String lower = location.toLowerCase(Locale.ROOT);
    if (!lower.endsWith(".csv") && !lower.endsWith(".parquet")) {
      throw new UserException("output " + location + " must end in .csv or .parquet");
    }
    this.location = location;
    this.isParquet = lower.endsWith(".parquet");
    this.directory = RunFolder.at(RunDirectory.parentOf(location), settings).directory();
    this.name = RunDirectory.nameOf(location);
    this.parts = directory.child(name + ".parts");
  }

  /** Refuses what would lose or mix up an earlier output. */
  public void check(boolean resume, boolean overwrite) {
    boolean isBegun = parts.exists(MANIFEST);
    if (resume && !isBegun) {
      throw new UserException(
          "cannot resume: there is no unfinished run in "
              + parts.location()
              + (directory.exists(name) ? "; " + location + " is complete" : ""));
    }
    if (directory.exists(name) && !overwrite && !resume) {
      throw new UserException(
          "output "
              + location
              + " exists already; name another one, or add --overwrite to replace it");
    }
    if (isBegun && !resume && !overwrite) {
      throw new UserException(
          "an unfinished run is in "
              + parts.location()
              + "; add --resume to go on with it, or --overwrite to start anew");
    }
  }

  /**
   * Keeps other processes from the same output.
   *
   * @param seconds of silence after which one that has it is taken for gone
   * @param wait whether to wait for such a silence
   */
  public void hold(int seconds, boolean wait) {
    Lease.Patience patience = wait ? Lease.Patience.FOR_SILENCE : Lease.Patience.NONE;
    try {
      parts.create();
      lease = parts.lease(new Lease.Terms("score", Duration.ofSeconds(seconds), patience));
      parts = parts.under(lease);
    } catch (LeaseHeldException e) {
      throw new UserException(e.getMessage());
    } catch (UncheckedIOException e) {
      throw new UserException("output " + location + ": " + e.getMessage());
    }
  }

  /** Lets others have it; a folder of parts without any goes with it. */
  @Override
  public void close() {
    if (lease != null) {
      boolean isEmpty = !lease.isLost() && parts.names().stream().allMatch(Lease::isFile);
      lease.close();
      if (isEmpty) {
        directory.delete(name + ".parts");
      }
    }
  }

  /** Goes on with the parts of a run of the same settings. */
  public void resume(Map<String, String> settings) {
    Map<String, String> before = new TreeMap<>();
    PlainJson.read(parts.readText(MANIFEST, MAX_BYTES))
        .filter(JsonNode::isObject)
        .orElseThrow(
            () ->
                new UserException(
                    "cannot resume: "
                        + MANIFEST
                        + " in "
                        + parts.location()
                        + " is damaged; use --overwrite"))
        .fields()
        .forEachRemaining(setting -> before.put(setting.getKey(), setting.getValue().asText()));
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(settings.keySet());
    List<String> changed = new ArrayList<>();
    for (String key : keys) {
      String old = before.getOrDefault(key, "none");
      String now = settings.getOrDefault(key, "none");
      if (!old.equals(now)) {
        changed.add(key + " was " + old + ", is " + now);
      }
    }
    if (!changed.isEmpty()) {
      throw new UserException(
          "cannot resume "
              + location
              + ": "
              + String.join("; ", changed)
              + "; restore it, or start anew with --overwrite");
    }
    known.addAll(parts.names());
    dropLeftovers();
  }

  /** What a run left that was killed while it joined its parts. */
  private void dropLeftovers() {
    directory.removeUnfinished(name);
  }

  /** Starts anew. */
  public void start(Map<String, String> settings) {
    try {
      removeParts();
      dropLeftovers();
      parts.replaceText(MANIFEST, PlainJson.pretty(new TreeMap<>(settings)));
    } catch (UncheckedIOException e) {
      throw new UserException("output " + location + ": " + e.getMessage());
    }
  }

  private String part(int chunk) {
    return String.format(Locale.ROOT, "part-%08d%s", chunk, isParquet ? ".parquet" : ".csv");
  }

  private static String counts(int chunk) {
    return String.format(Locale.ROOT, "counts-%08d.json", chunk);
  }

  /** Whether an earlier run has written a chunk. */
  public boolean has(int chunk) {
    return known.contains(part(chunk));
  }

  /** What became of the rows of a chunk that was written. */
  public ScoreSummary summary(int chunk) {
    return ScoreSummary.of(parts.readText(counts(chunk), MAX_BYTES));
  }

  /** Writes a chunk; its counts first, so that a part that is there has them. Thread-safe. */
  void write(int chunk, ScoreColumns columns, List<String[]> rows, ScoreSummary summary) {
    parts.replaceText(counts(chunk), summary.toJson());
    parts.replace(
        part(chunk),
        out -> {
          if (isParquet) {
            ParquetTable.write(columns.all(), rows, out);
          } else {
            writeCsv(rows, out);
          }
        });
  }

  private static void writeCsv(List<String[]> rows, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (String[] row : rows) {
      CsvRows.append(writer, Arrays.asList(row));
    }
    writer.flush();
  }

  /** Joins all parts in their order and removes them. */
  public void finish(ScoreColumns columns, int numChunks) {
    List<String> names = new ArrayList<>();
    for (int chunk = 0; chunk < numChunks; chunk++) {
      names.add(part(chunk));
    }
    lease.check();
    directory.replace(name, out -> join(columns, names, out));
    removeParts();
  }

  private void removeParts() {
    parts.names().stream().filter(entry -> !Lease.isFile(entry)).forEach(parts::delete);
  }

  private void join(ScoreColumns columns, List<String> names, OutputStream out) throws IOException {
    if (isParquet) {
      ParquetTable.join(columns.all(), parts, names, out);
      return;
    }
    StringBuilder header = new StringBuilder();
    CsvRows.append(header, columns.names());
    out.write(header.toString().getBytes(StandardCharsets.UTF_8));
    for (String part : names) {
      try (InputStream in = parts.open(part)) {
        in.transferTo(out);
      }
    }
  }
}
