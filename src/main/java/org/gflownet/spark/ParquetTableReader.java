package org.gflownet.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Column;
import org.gflownet.table.Shown;
import org.gflownet.table.TableReader;
import org.gflownet.table.TableRow;

/**
 * Reads a Parquet file, from any of its row groups on. Numbers with a meaning of their own, such as
 * dates and decimals, are read as texts; nested columns are refused.
 */
public final class ParquetTableReader implements TableReader {
  private final RunDirectory directory;
  private final String name;
  private final long start;
  private final List<PrimitiveType> types;
  private final List<Column> columns;
  private final List<RowGroup> groups = new ArrayList<>();
  private ParquetReader<Group> reader;

  /**
   * Rows that are stored together.
   *
   * @param start place of its first byte
   * @param rows number of its rows
   */
  public record RowGroup(long start, long rows) {}

  /**
   * Reads the footer.
   *
   * @param name of the file
   * @param start of the row group to begin with; 0 for the first
   * @throws BadTableException if it is no such file
   */
  public ParquetTableReader(RunDirectory directory, String name, long start) throws IOException {
    this.directory = directory;
    this.name = name;
    this.start = start;
    types = types();
    columns = types.stream().map(type -> new Column(type.getName(), type(type))).toList();
  }

  private List<PrimitiveType> types() throws IOException {
    MessageType schema;
    try (ParquetFileReader file =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(directory.path(name), directory.configuration()))) {
      schema = file.getFileMetaData().getSchema();
      for (BlockMetaData group : file.getRowGroups()) {
        groups.add(new RowGroup(group.getStartingPos(), group.getRowCount()));
      }
    } catch (RuntimeException e) {
      throw new BadTableException("it is no whole Parquet file");
    }
    List<PrimitiveType> all = new ArrayList<>();
    for (Type type : schema.getFields()) {
      boolean isReadable =
          type.isPrimitive()
              && !type.isRepetition(Type.Repetition.REPEATED)
              && type.asPrimitiveType().getPrimitiveTypeName()
                  != PrimitiveType.PrimitiveTypeName.INT96;
      if (!isReadable) {
        throw new BadTableException(
            "its column "
                + Shown.of(type.getName())
                + " is nested or a time of 96 bits, which cannot be carried over; leave it out");
      }
      all.add(type.asPrimitiveType());
    }
    return all;
  }

  private static Column.Type type(PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() != null) {
      return Column.Type.TEXT;
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Column.Type.BOOLEAN;
      case INT32 -> Column.Type.INT;
      case INT64 -> Column.Type.LONG;
      case FLOAT -> Column.Type.FLOAT;
      case DOUBLE -> Column.Type.DOUBLE;
      default -> Column.Type.TEXT;
    };
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  /** All row groups of the file, in their order. */
  public List<RowGroup> groups() {
    return groups;
  }

  @Override
  public TableRow next() throws IOException {
    try {
      if (reader == null) {
        // A row group is in a range of bytes if its middle is.
        reader =
            ParquetReader.builder(new GroupReadSupport(), directory.path(name))
                .withConf(directory.configuration())
                .withFileRange(start, Long.MAX_VALUE)
                .build();
      }
      Group group = reader.read();
      return group == null ? null : row(group);
    } catch (RuntimeException e) {
      throw new BadTableException("it is damaged");
    }
  }

  private TableRow row(Group group) {
    String[] cells = new String[types.size()];
    for (int c = 0; c < cells.length; c++) {
      if (group.getFieldRepetitionCount(c) > 0) {
        cells[c] = cell(group, c);
      }
    }
    return new TableRow(cells, null);
  }

  private String cell(Group group, int c) {
    PrimitiveType type = types.get(c);
    boolean isPlain = type.getLogicalTypeAnnotation() == null;
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Boolean.toString(group.getBoolean(c, 0));
      case INT32 ->
          isPlain
              ? Integer.toString(group.getInteger(c, 0))
              : type.stringifier().stringify(group.getInteger(c, 0));
      case INT64 ->
          isPlain
              ? Long.toString(group.getLong(c, 0))
              : type.stringifier().stringify(group.getLong(c, 0));
      case FLOAT -> Float.toString(group.getFloat(c, 0));
      case DOUBLE -> Double.toString(group.getDouble(c, 0));
      default ->
          isPlain
              ? group.getBinary(c, 0).toStringUsingUTF8()
              : type.stringifier().stringify(group.getBinary(c, 0));
    };
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
