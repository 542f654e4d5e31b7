package org.gflownet.spark;

import java.util.List;

/**
 * A directory of Parquet files, as Spark writes it. What stands under other names in it, those that
 * begin with a dot or an underscore, is no part of the table.
 */
public final class ParquetFolder {
  /** Written when all others are; where directories cannot be renamed, nothing else tells. */
  public static final String COMPLETE = "_SUCCESS";

  private ParquetFolder() {}

  /**
   * Names of the files of a table, in the order of their rows.
   *
   * @throws StorageException if it is on an object store and what wrote it has not finished
   */
  public static List<String> files(RunDirectory folder) {
    List<String> names = folder.names();
    if (!folder.canRename() && !names.contains(COMPLETE)) {
      String message =
          folder.location()
              + " has no file "
              + COMPLETE
              + ": what wrote it did not finish; write it again, or add an empty file of that name"
              + " if you know that it is whole";
      throw new StorageException(message, new java.io.IOException(message));
    }
    return names.stream()
        .filter(name -> name.endsWith(".parquet"))
        .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
        .toList();
  }
}
