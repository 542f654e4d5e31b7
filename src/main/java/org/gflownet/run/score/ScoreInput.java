package org.gflownet.run.score;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import org.gflownet.math.Sha256;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.ParquetFolder;
import org.gflownet.spark.ParquetTableReader;
import org.gflownet.spark.RunDirectory;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Column;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.Dialect;
import org.gflownet.table.SdfReader;
import org.gflownet.table.Shown;
import org.gflownet.table.SmilesReader;
import org.gflownet.table.TableReader;
import org.gflownet.table.TextInput;

/** A table of molecules that is to be scored, looked through once before anything is scored. */
public final class ScoreInput {
  private static final String STEMS = "stem_atoms";

  private final String location;
  private final RunDirectory directory;
  private final List<String> files;
  private final Format format;
  private final Dialect dialect;
  private final MessageDigest digest;
  private Set<String> items = Set.of();
  private List<Column> columns;
  private long numRows;

  /** File formats by the ending of the name. */
  enum Format {
    SMI,
    DELIMITED,
    PARQUET,
    SDF;

    private List<String> endings() {
      return switch (this) {
        case SMI -> List.of(".smi", ".smiles");
        case DELIMITED -> List.of(".csv", ".tsv", ".tab", ".txt");
        case PARQUET -> List.of(".parquet");
        case SDF -> List.of(".sdf", ".sd");
      };
    }

    static Format of(String location) {
      String name = location.toLowerCase(Locale.ROOT);
      for (Format format : values()) {
        if (format.endings().stream().anyMatch(name::endsWith)) {
          return format;
        }
      }
      throw new UserException(
          "input "
              + location
              + " must end in .smi, .csv, .tsv, .txt, .parquet or .sdf, which tells its format");
    }
  }

  /**
   * Looks an input through.
   *
   * @param location a path or URI
   * @param dialect of delimited values; null to find it out
   * @param settings of Spark, for the store that it is on
   * @throws UserException if it cannot be read to its end
   */
  public ScoreInput(String location, Dialect dialect, SortedMap<String, String> settings) {
    this.location = location.replaceAll("/+$", "");
    this.format = Format.of(this.location);
    this.dialect = dialect;
    this.directory = RunFolder.at(RunDirectory.parentOf(this.location), settings).directory();
    this.digest = Sha256.start();
    try {
      this.files = files();
      look();
    } catch (BadTableException e) {
      throw problem(e);
    } catch (IOException | UncheckedIOException e) {
      throw new UserException("cannot read input " + location + ": " + e.getMessage());
    }
  }

  private List<String> files() {
    String name = RunDirectory.nameOf(location);
    if (name.isEmpty() || !directory.exists(name)) {
      throw new UserException("input " + location + " does not exist");
    }
    if (!directory.isDirectory(name)) {
      return List.of(name);
    }
    if (format != Format.PARQUET) {
      throw new UserException("input " + location + " is a directory; only .parquet ones are read");
    }
    return ParquetFolder.files(directory.child(name)).stream()
        .map(file -> name + "/" + file)
        .toList();
  }

  private void look() throws IOException {
    switch (format) {
      case PARQUET -> lookAtParquet();
      case SDF -> {
        try (TextInput text = text(digested(files.get(0)))) {
          items = SdfReader.items(text);
        }
        count(reader());
      }
      default -> count(open(digested(files.get(0))));
    }
  }

  private void lookAtParquet() throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (String file : files) {
      try (InputStream in = digested(file)) {
        int n = in.read(buffer);
        while (n >= 0) {
          n = in.read(buffer);
        }
      }
    }
    try (ParquetTableReader reader = new ParquetTableReader(directory, files)) {
      columns = reader.columns();
      numRows = reader.numRows();
    }
  }

  private void count(TableReader reader) throws IOException {
    try (reader) {
      columns = reader.columns();
      while (reader.next() != null) {
        numRows++;
      }
    }
    if (numRows == 0 && format != Format.DELIMITED) {
      throw new BadTableException("it is empty");
    }
  }

  private InputStream digested(String file) {
    return new DigestInputStream(directory.open(file), digest);
  }

  private static TextInput text(InputStream in) throws IOException {
    try {
      return new TextInput(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private TableReader open(InputStream in) throws IOException {
    TextInput text = text(in);
    try {
      return switch (format) {
        case SMI -> new SmilesReader(text);
        case SDF -> new SdfReader(text, items);
        case DELIMITED -> new DelimitedReader(text, dialect);
        case PARQUET -> throw new IllegalStateException("Parquet is no text");
      };
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  /** Reads it from its beginning. */
  public TableReader reader() throws IOException {
    return format == Format.PARQUET
        ? new ParquetTableReader(directory, files)
        : open(directory.open(files.get(0)));
  }

  /** The user's mistake that a table is. */
  public UserException problem(BadTableException e) {
    return new UserException("input " + location + ": " + e.getMessage());
  }

  /** Its columns. */
  public List<Column> columns() {
    return columns;
  }

  /** Number of its rows. */
  public long numRows() {
    return numRows;
  }

  /** Whether structures are connection tables. */
  public boolean hasMolfiles() {
    return format == Format.SDF;
  }

  /** SHA-256 of its bytes; to be asked once. */
  public String digest() {
    return Sha256.hex(digest);
  }

  /**
   * Position of the column of structures.
   *
   * @param wanted its name; null for the one called smiles, ignoring case
   */
  public int structures(String wanted) {
    if (wanted == null && (format == Format.SDF || format == Format.SMI)) {
      return 0;
    }
    String name = wanted == null ? "smiles" : wanted;
    for (int c = 0; wanted != null && c < columns.size(); c++) {
      if (columns.get(c).name().equals(wanted)) {
        return c;
      }
    }
    List<Integer> found = named(name);
    if (found.size() == 1) {
      return found.get(0);
    }
    String which =
        found.isEmpty()
            ? "it has no column " + Shown.of(name) + "; its columns are " + names()
            : "it has " + found.size() + " columns called " + Shown.of(name) + " ignoring case";
    throw new UserException("input " + location + ": " + which + "; name one by --smiles-column");
  }

  /** Position of the column of free stems; -1 if there is none. */
  public int stems() {
    List<Integer> found = named(STEMS);
    return found.isEmpty() ? -1 : found.get(0);
  }

  private List<Integer> named(String name) {
    List<Integer> found = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).name().equalsIgnoreCase(name)) {
        found.add(c);
      }
    }
    return found;
  }

  private String names() {
    List<String> shown = columns.stream().limit(50).map(c -> Shown.of(c.name())).toList();
    return String.join(", ", shown) + (columns.size() > 50 ? ", ..." : "");
  }
}
