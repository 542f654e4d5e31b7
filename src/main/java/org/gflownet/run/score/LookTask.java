package org.gflownet.run.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.math.Sha256;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.ParquetTableReader;
import org.gflownet.spark.SparkTasks;
import org.gflownet.spark.StorageException;
import org.gflownet.table.BadTableException;
import org.gflownet.table.RecordScan;
import org.gflownet.table.RecordScan.Found;
import org.gflownet.table.RecordScan.Layout;
import org.gflownet.table.TableReader;

/**
 * Counts the records of splits of files and notes where they are.
 *
 * @param table whose files they are
 * @param every of so many records the first one's place is noted
 * @param output folder that a process has to see if it is to write into it, too
 */
record LookTask(ScoreTable table, int every, SharedFolder output)
    implements SparkTasks.Body<List<LookTask.Split>> {

  /**
   * What a task looks at.
   *
   * @param number of the split among all
   * @param file which one
   * @param from first byte of the split
   * @param to first byte behind it; of a file that is read as a whole more than it has
   * @param length of the file, as the driver sees it
   */
  record Split(int number, int file, long from, long to, long length) implements Serializable {}

  /**
   * What was seen.
   *
   * @param isSeen whether file and output are there for who looked
   * @param found in the split
   * @param pieces places of rows that can be read from there on, and their numbers
   * @param sha256 of the bytes, in hex
   */
  record Seen(boolean isSeen, Found found, List<Piece> pieces, String sha256) {}

  /**
   * Rows that follow one another.
   *
   * @param start place of the first
   * @param rows number of rows
   */
  record Piece(long start, long rows) {}

  private static final Seen UNSEEN =
      new Seen(false, new Found(0, 0, List.of(), List.of(), null), List.of(), "");

  @Override
  public String run(List<Split> splits) {
    ArrayNode all = PlainJson.array();
    splits.forEach(split -> all.add(toJson(look(split))));
    return all.toString();
  }

  /** Looks at a split. */
  Seen look(Split split) {
    try {
      long length = table.folder(split.file()).length(table.name(split.file()));
      if (!output.isSeen() || length != split.length()) {
        return UNSEEN;
      }
    } catch (StorageException e) {
      return UNSEEN;
    }
    try {
      if (table.isOfLines()) {
        return lines(split);
      }
      return table.format() == TableFormat.PARQUET ? parquet(split.file()) : records(split.file());
    } catch (BadTableException e) {
      return problem(e.getMessage());
    } catch (IOException e) {
      return problem("it cannot be read to its end: " + e.getMessage());
    }
  }

  private static Seen problem(String what) {
    return new Seen(true, new Found(0, 0, List.of(), List.of(), what), List.of(), "");
  }

  private Seen lines(Split split) throws IOException {
    RecordScan.Kind kind =
        switch (table.format()) {
          case SMI -> RecordScan.Kind.SMILES;
          case SDF -> RecordScan.Kind.SDF;
          default -> RecordScan.Kind.DELIMITED;
        };
    long from = split.from();
    if (from == 0 && kind == RecordScan.Kind.DELIMITED) {
      table
          .reader(split.file(), 0)
          .close(); // Its header is that of the other files, or it says so.
    }
    try (InputStream in = table.open(split.file(), RecordScan.readFrom(from))) {
      MessageDigest digest = Sha256.start();
      Layout layout = new Layout(kind, table.dialect(), every);
      Found found = RecordScan.of(in, from, split.to(), layout, digest);
      List<Piece> pieces = new ArrayList<>();
      for (int i = 0; i < found.starts().size(); i++) {
        long left = found.rows() - (long) i * every;
        pieces.add(new Piece(found.starts().get(i), Math.min(every, left)));
      }
      return new Seen(true, found, pieces, Sha256.hex(digest));
    }
  }

  private Seen parquet(int file) throws IOException {
    try (ParquetTableReader reader = (ParquetTableReader) table.reader(file, 0)) {
      List<Piece> pieces =
          reader.groups().stream().map(group -> new Piece(group.start(), group.rows())).toList();
      long rows = pieces.stream().mapToLong(Piece::rows).sum();
      return new Seen(true, new Found(rows, 0, List.of(), List.of(), null), pieces, digest(file));
    }
  }

  private Seen records(int file) throws IOException {
    long rows = 0;
    try (TableReader reader = table.reader(file, 0)) {
      while (reader.next() != null) {
        rows++;
      }
    }
    List<Piece> pieces = rows == 0 ? List.of() : List.of(new Piece(0, rows));
    return new Seen(true, new Found(rows, 0, List.of(), List.of(), null), pieces, digest(file));
  }

  private String digest(int file) throws IOException {
    MessageDigest digest = Sha256.start();
    try (InputStream in = new DigestInputStream(table.open(file, 0), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }

  private static ObjectNode toJson(Seen seen) {
    Found found = seen.found();
    ObjectNode json =
        PlainJson.object()
            .put("seen", seen.isSeen())
            .put("rows", found.rows())
            .put("lines", found.lines())
            .put("sha256", seen.sha256())
            .put("problem", found.problem());
    ArrayNode items = json.putArray("items");
    found.items().forEach(items::add);
    ArrayNode pieces = json.putArray("pieces");
    seen.pieces().forEach(piece -> pieces.add(piece.start()).add(piece.rows()));
    return json;
  }

  /** What {@link #run} gave for each split. */
  static List<Seen> seen(String json) {
    List<Seen> all = new ArrayList<>();
    PlainJson.read(json).orElseThrow().forEach(node -> all.add(seen(node)));
    return all;
  }

  private static Seen seen(JsonNode node) {
    List<String> items = new ArrayList<>();
    node.get("items").forEach(item -> items.add(item.asText()));
    List<Piece> pieces = new ArrayList<>();
    JsonNode numbers = node.get("pieces");
    for (int i = 0; i < numbers.size(); i += 2) {
      pieces.add(new Piece(numbers.get(i).asLong(), numbers.get(i + 1).asLong()));
    }
    Found found =
        new Found(
            node.get("rows").asLong(),
            node.get("lines").asLong(),
            List.of(),
            items,
            node.get("problem").textValue());
    return new Seen(node.get("seen").asBoolean(), found, pieces, node.get("sha256").asText());
  }
}
