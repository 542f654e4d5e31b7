package org.gflownet.reward.chem.property;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the published tables that come with this package: one entry a line, fields by tabs,
 * comments by a hash sign.
 */
final class PropertyTable {
  private static final String FOLDER = "/org/gflownet/reward/chem/";

  private PropertyTable() {}

  /**
   * The lines of a table without its comments.
   *
   * @throws IllegalStateException the table is not on the class path
   */
  static List<String> lines(String name) {
    try (InputStream in = PropertyTable.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no table " + FOLDER + name + " on the class path");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("table " + name, e);
    }
  }

  /** The fields of each line. */
  static List<String[]> rows(String name) {
    return lines(name).stream().map(line -> line.split("\t", -1)).toList();
  }
}
