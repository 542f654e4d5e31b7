package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/** Reads the Parquet files of a directory without Spark. */
public final class ParquetFiles {
  private ParquetFiles() {}

  /** Names of the files that readers see, sorted. */
  public static List<String> names(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows, file by file, as text by column; null for no value. */
  public static List<Map<String, String>> rows(Path directory) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String name : names(directory)) {
      read(directory.resolve(name), rows);
    }
    return rows;
  }

  /** Types of a file's columns, by name: int, long, double or string. */
  public static Map<String, String> types(Path file) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    Map<String, String> types = new LinkedHashMap<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      for (Type column : reader.getFileMetaData().getSchema().getFields()) {
        types.put(
            column.getName(),
            switch (column.asPrimitiveType().getPrimitiveTypeName()) {
              case INT32 -> "int";
              case INT64 -> "long";
              case DOUBLE -> "double";
              case BINARY -> "string";
              default -> column.toString();
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }

  /** Adds the rows of one file. */
  public static void read(Path file, List<Map<String, String>> rows) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader = reader(path)) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < group.getType().getFieldCount(); i++) {
          boolean filled = group.getFieldRepetitionCount(i) > 0;
          row.put(group.getType().getFieldName(i), filled ? group.getValueToString(i, 0) : null);
        }
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ParquetReader<Group> reader(org.apache.hadoop.fs.Path path) throws IOException {
    return new ParquetReader.Builder<Group>(HadoopInputFile.fromPath(path, new Configuration())) {
      @Override
      protected GroupReadSupport getReadSupport() {
        return new GroupReadSupport();
      }
    }.build();
  }
}
