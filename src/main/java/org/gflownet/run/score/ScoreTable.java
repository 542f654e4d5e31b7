package org.gflownet.run.score;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.ParquetTableReader;
import org.gflownet.spark.RunDirectory;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Column;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.Dialect;
import org.gflownet.table.SdfReader;
import org.gflownet.table.SmilesReader;
import org.gflownet.table.TableReader;
import org.gflownet.table.TextInput;

/**
 * A table of molecules in one file or several of one format: what a task needs to read it.
 *
 * @param format of all files
 * @param files locations, in the order of their rows
 * @param dialect of delimited values; null of others
 * @param columns of the table
 * @param items names of the data items of SDF files
 * @param isMultiline whether fields of delimited values may hold line ends
 * @param settings of Spark, for the stores of the files
 */
record ScoreTable(
    TableFormat format,
    List<String> files,
    Dialect dialect,
    List<Column> columns,
    List<String> items,
    boolean isMultiline,
    SortedMap<String, String> settings)
    implements Serializable {

  /** Whether each record of a file begins on a line of its own, so that its place can be noted. */
  boolean isOfLines() {
    return format != TableFormat.PARQUET && !(format == TableFormat.DELIMITED && isMultiline);
  }

  /** Whether a file can be read from any record on without what is before it. */
  boolean isSplittable(int file) {
    return isOfLines() && !TableFormat.isCompressed(files.get(file));
  }

  /** The same table with the data items of its SDF files, which become columns. */
  ScoreTable withItems(List<String> names) {
    List<Column> all = new SdfReader(null, new LinkedHashSet<>(names)).columns();
    return new ScoreTable(format, files, dialect, all, names, isMultiline, settings);
  }

  /** The folder of a file. */
  RunDirectory folder(int file) {
    return RunFolder.at(RunDirectory.parentOf(files.get(file)), settings).directory();
  }

  /** Name of a file in its folder. */
  String name(int file) {
    return RunDirectory.nameOf(files.get(file));
  }

  /**
   * Reads a file.
   *
   * @param file which one
   * @param start place of a record in the decompressed file if it {@link #isOfLines}, of a row
   *     group of Parquet; 0 for the beginning
   * @throws BadTableException if it is no table, or its columns differ from those of the others
   */
  TableReader reader(int file, long start) throws IOException {
    if (format == TableFormat.PARQUET) {
      return alike(new ParquetTableReader(folder(file), name(file), start), file);
    }
    InputStream in = open(file, start);
    try {
      TextInput text = new TextInput(in, start == 0);
      boolean isRest = start > 0;
      return switch (format) {
        case SMI -> new SmilesReader(text, isRest);
        case SDF -> new SdfReader(text, new LinkedHashSet<>(items));
        default ->
            isRest
                ? new DelimitedReader(text, dialect, columns)
                : alike(new DelimitedReader(text, dialect), file);
      };
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The bytes of a file from one of those of the decompressed file on. */
  InputStream open(int file, long start) throws IOException {
    if (!TableFormat.isCompressed(name(file))) {
      return folder(file).open(name(file), start);
    }
    InputStream in = folder(file).open(name(file));
    try {
      InputStream plain = TableFormat.decompressed(name(file), in);
      plain.skipNBytes(start);
      return plain;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private TableReader alike(TableReader reader, int file) throws IOException {
    if (!reader.columns().equals(columns)) {
      reader.close();
      throw new BadTableException("its columns are not those of " + files.get(file == 0 ? 1 : 0));
    }
    return reader;
  }

  /** The user's mistake that a file is. */
  UserException problem(int file, String problem) {
    return new UserException("input " + files.get(file) + ": " + problem);
  }
}
