package org.gflownet.run.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gflownet.math.Sha256;
import org.gflownet.run.PlainJson;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.ParquetFolder;
import org.gflownet.spark.ParquetTable;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.store.Lease;
import org.gflownet.spark.store.LeaseHeldException;
import org.gflownet.table.CsvRows;

/**
 * The output of a run of {@code score}: parts in a folder beside it, which a later run goes on
 * from, and at last one file of all rows, or one folder of the parts. Parts and output appear whole
 * or not at all, and one process at a time has the output.
 *
 * <p>A folder of parts on an object store is filled under its own name, since nothing can be
 * renamed there: it is whole by its file {@code _SUCCESS}, which is written last.
 */
public final class ScoreOutput implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";
  private static final String ROWS = "rows";
  private static final long MAX_BYTES = 1L << 24;
  private static final int MARK_DIGITS = 8;

  private final String location;
  private final SortedMap<String, String> settings;
  private final RunDirectory directory;
  private final String name;
  private final boolean isParquet;
  private final boolean isFolder;
  private final Set<String> known = new HashSet<>();
  private RunDirectory parts;
  private PartFiles.Place place;
  private Lease lease;

  /**
   * The output at a path or URI, which tells by its ending what is written.
   *
   * @param isFolder whether the output is a folder of parts
   * @param settings of Spark, for the store that it is on
   */
  public ScoreOutput(String location, boolean isFolder, SortedMap<String, String> settings) {
    String plain = location.replaceAll("/+$", "");
    String lower = plain.toLowerCase(Locale.ROOT);
    if (!lower.endsWith(".csv") && !lower.endsWith(".parquet")) {
      throw new UserException("output " + location + " must end in .csv or .parquet");
    }
    this.location = plain;
    this.settings = settings;
    this.isParquet = lower.endsWith(".parquet");
    this.isFolder = isFolder;
    this.directory = RunFolder.at(RunDirectory.parentOf(plain), settings).directory();
    this.name = RunDirectory.nameOf(plain);
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
  void resume(Map<String, String> manifest) {
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
    keys.addAll(manifest.keySet());
    List<String> changed = new ArrayList<>();
    for (String key : keys) {
      String old = before.getOrDefault(key, "none");
      String now = manifest.getOrDefault(key, "none");
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
    place = place(parts.readText(MANIFEST, MAX_BYTES));
    known.addAll(place.rows().open().names());
    dropLeftovers();
  }

  /** What a run left that was killed while it joined its parts. */
  private void dropLeftovers() {
    directory.removeUnfinished(name);
  }

  /** Starts anew. */
  public void start(Map<String, String> manifest) {
    try {
      removeParts();
      dropLeftovers();
      if (isInPlace() && directory.exists(name)) {
        directory.delete(name);
      }
      String text = PlainJson.pretty(new TreeMap<>(manifest));
      parts.replaceText(MANIFEST, text);
      place = place(text);
      place.rows().open().create();
    } catch (UncheckedIOException e) {
      throw new UserException("output " + location + ": " + e.getMessage());
    }
  }

  /** Whether the parts are written to where they stay. */
  private boolean isInPlace() {
    return isFolder && !directory.canRename();
  }

  private PartFiles.Place place(String manifest) {
    String mark = Sha256.of(manifest.getBytes(StandardCharsets.UTF_8)).substring(0, MARK_DIGITS);
    String own = RunDirectory.absolute(location);
    String rows = isInPlace() ? own : own + ".parts/" + ROWS;
    return new PartFiles.Place(
        folder(), new SharedFolder(rows, settings), mark, isParquet, isFolder);
  }

  /** Folder of the run, of which this process has the lease. */
  SharedFolder folder() {
    return new SharedFolder(RunDirectory.absolute(location) + ".parts", settings);
  }

  /** Where parts go, when it has begun. */
  PartFiles.Place place() {
    return place;
  }

  /** The files of this process, which writes as long as it has the lease. */
  PartFiles files(ScoreColumns columns) {
    RunDirectory rows = isInPlace() ? directory.child(name).under(lease) : parts.child(ROWS);
    return new PartFiles(place, columns, rows, parts);
  }

  /** Whether an earlier run has written a part. */
  public boolean has(int part) {
    return known.contains(place.part(part));
  }

  /** What became of the rows of a part that was written. */
  ScoreSummary summary(int part) {
    return ScoreSummary.of(parts.readText(place.counts(part), MAX_BYTES));
  }

  /** Fails if another process has taken the output. */
  void check() {
    lease.check();
  }

  /** Makes the output of all parts in their order and removes what else there is. */
  void finish(ScoreColumns columns, int numParts) {
    lease.check();
    if (isFolder) {
      RunDirectory rows = place.rows().open();
      dropForeign(rows, numParts);
      rows.write(ParquetFolder.COMPLETE, out -> {});
      if (!isInPlace()) {
        directory.delete(name);
        directory.rename(name + ".parts/" + ROWS, name);
      }
    } else {
      if (directory.exists(name) && directory.isDirectory(name)) {
        directory.delete(name);
      }
      List<String> names = new ArrayList<>();
      for (int part = 0; part < numParts; part++) {
        names.add(place.part(part));
      }
      directory.replace(name, out -> join(columns, names, out));
    }
    removeParts();
  }

  /** Takes away what is no part, such as what a killed task was writing. */
  private void dropForeign(RunDirectory rows, int numParts) {
    Set<String> own = new HashSet<>();
    for (int part = 0; part < numParts; part++) {
      own.add(place.part(part));
    }
    rows.names().stream().filter(entry -> !own.contains(entry)).forEach(rows::delete);
  }

  private void removeParts() {
    parts.names().stream().filter(entry -> !Lease.isFile(entry)).forEach(parts::delete);
  }

  private void join(ScoreColumns columns, List<String> names, OutputStream out) throws IOException {
    RunDirectory rows = place.rows().open();
    if (isParquet) {
      ParquetTable.join(columns.all(), rows, names, out);
      return;
    }
    StringBuilder header = new StringBuilder();
    CsvRows.append(header, columns.names());
    out.write(header.toString().getBytes(StandardCharsets.UTF_8));
    for (String part : names) {
      try (InputStream in = rows.open(part)) {
        in.transferTo(out);
      }
    }
  }
}
