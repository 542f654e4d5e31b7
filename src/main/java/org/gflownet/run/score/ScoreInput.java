package org.gflownet.run.score;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.ParquetFolder;
import org.gflownet.spark.ParquetTableReader;
import org.gflownet.spark.RunDirectory;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Column;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.Dialect;
import org.gflownet.table.Shown;
import org.gflownet.table.SmilesReader;
import org.gflownet.table.TextInput;

/** Finds the files of a table of molecules and reads what stands before their rows. */
final class ScoreInput {
  private static final String PATTERN = ".*[*?\\[{].*";

  private final List<String> locations;
  private final SortedMap<String, String> settings;

  /**
   * Files to be found.
   *
   * @param locations paths, patterns of Hadoop's ({@code *}, {@code ?}, {@code [ab]}, {@code
   *     {a,b}}) and folders
   * @param settings of Spark, for the stores that they are on
   */
  ScoreInput(List<String> locations, SortedMap<String, String> settings) {
    this.locations = List.copyOf(locations);
    this.settings = settings;
  }

  /**
   * The table; the columns of SDF files are not known yet.
   *
   * @param dialect of delimited values; null to find it out
   * @param isMultiline whether fields of delimited values may hold line ends
   * @throws UserException if there is no such table
   */
  ScoreTable table(Dialect dialect, boolean isMultiline) {
    List<String> files = new ArrayList<>();
    locations.forEach(location -> files.addAll(found(location.replaceAll("/+$", ""))));
    // Executors run in other folders.
    files.replaceAll(RunDirectory::absolute);
    TableFormat format = TableFormat.of(files.get(0));
    for (String file : files) {
      if (TableFormat.of(file) != format) {
        throw new UserException(
            "inputs " + files.get(0) + " and " + file + " are of two formats; score them apart");
      }
    }
    ScoreTable table =
        new ScoreTable(format, files, dialect, List.of(), List.of(), isMultiline, settings);
    try {
      return switch (format) {
        case SDF -> table;
        case SMI -> with(table, null, new SmilesReader(null).columns());
        case DELIMITED -> delimited(table, dialect);
        case PARQUET -> {
          try (ParquetTableReader reader =
              new ParquetTableReader(table.folder(0), table.name(0), 0)) {
            yield with(table, null, reader.columns());
          }
        }
      };
    } catch (BadTableException e) {
      throw table.problem(0, e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      throw new UserException("cannot read input " + files.get(0) + ": " + e.getMessage());
    }
  }

  private static ScoreTable delimited(ScoreTable table, Dialect dialect) throws IOException {
    try (InputStream in = table.folder(0).open(table.name(0));
        TextInput text = new TextInput(TableFormat.decompressed(table.name(0), in));
        DelimitedReader reader = new DelimitedReader(text, dialect)) {
      return with(table, reader.dialect(), reader.columns());
    }
  }

  private static ScoreTable with(ScoreTable table, Dialect dialect, List<Column> columns) {
    return new ScoreTable(
        table.format(),
        table.files(),
        dialect,
        columns,
        List.of(),
        table.isMultiline(),
        table.settings());
  }

  private List<String> found(String location) {
    String parent = RunDirectory.parentOf(location);
    String name = RunDirectory.nameOf(location);
    boolean isPattern = location.matches(PATTERN);
    RunDirectory directory = null;
    if (!isPattern || !parent.matches(PATTERN)) {
      directory = RunFolder.at(parent, settings).directory();
      isPattern &= !directory.exists(name);
    }
    if (isPattern) {
      return matching(location);
    }
    if (name.isEmpty() || !directory.exists(name)) {
      TableFormat.of(location);
      throw new UserException("input " + location + " does not exist");
    }
    return directory.isDirectory(name)
        ? inFolder(location, directory.child(name))
        : List.of(location);
  }

  private List<String> matching(String pattern) {
    int special = pattern.replaceFirst("[*?\\[{].*", "").lastIndexOf('/');
    String base = special < 0 ? "." : pattern.substring(0, special + 1);
    RunDirectory directory = RunFolder.at(base, settings).directory();
    List<String> files = new ArrayList<>();
    for (String path : directory.matching(pattern.substring(special + 1))) {
      String location = special < 0 ? path : base + path;
      files.addAll(
          directory.isDirectory(path)
              ? inFolder(location, directory.child(path))
              : List.of(location));
    }
    if (files.isEmpty()) {
      throw new UserException("input " + pattern + " fits no file");
    }
    return files;
  }

  /** Files directly in a folder; one of Parquet has to be whole. */
  private static List<String> inFolder(String location, RunDirectory folder) {
    List<String> names = new ArrayList<>(folder.names());
    names.removeIf(name -> name.startsWith(".") || name.startsWith("_"));
    names.removeIf(name -> !TableFormat.isKnown(name) || folder.isDirectory(name));
    if (names.isEmpty()) {
      throw new UserException("input " + location + " is a folder without a table in it");
    }
    if (names.stream().allMatch(name -> TableFormat.of(name) == TableFormat.PARQUET)) {
      names = ParquetFolder.files(folder);
    }
    return names.stream().map(name -> location + "/" + name).toList();
  }

  /**
   * Position of the column of structures.
   *
   * @param wanted its name; null for the one called smiles, ignoring case
   */
  static int structures(ScoreTable table, String wanted) {
    if (wanted == null
        && (table.format() == TableFormat.SDF || table.format() == TableFormat.SMI)) {
      return 0;
    }
    List<Column> columns = table.columns();
    String name = wanted == null ? "smiles" : wanted;
    for (int c = 0; wanted != null && c < columns.size(); c++) {
      if (columns.get(c).name().equals(wanted)) {
        return c;
      }
    }
    List<Integer> found = named(table, name);
    if (found.size() == 1) {
      return found.get(0);
    }
    String which =
        found.isEmpty()
            ? "it has no column " + Shown.of(name) + "; its columns are " + names(columns)
            : "it has " + found.size() + " columns called " + Shown.of(name) + " ignoring case";
    throw table.problem(0, which + "; name one by --smiles-column");
  }

  /** Positions of the columns of a name, ignoring case. */
  static List<Integer> named(ScoreTable table, String name) {
    List<Integer> found = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      if (table.columns().get(c).name().equalsIgnoreCase(name)) {
        found.add(c);
      }
    }
    return found;
  }

  private static String names(List<Column> columns) {
    List<String> shown = columns.stream().limit(50).map(c -> Shown.of(c.name())).toList();
    return String.join(", ", shown) + (columns.size() > 50 ? ", ..." : "");
  }
}
