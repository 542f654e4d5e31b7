package org.gflownet.chem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.testing.DataSets;

/** The data files that tests compare with; they are not part of the project. */
public final class SehData {
  private SehData() {}

  /** A file of the data set; where there is none the test is skipped. */
  public static Path file(String name) {
    return DataSets.seh(name);
  }

  /** The rows of a CSV file, by column. */
  public static List<Map<String, String>> rows(String name) {
    return rows(name, ',');
  }

  /** The rows of a file with another delimiter. */
  public static List<Map<String, String>> rows(String name, char delimiter) {
    try {
      List<List<String>> records = records(Files.readString(file(name)), delimiter);
      List<Map<String, String>> rows = new ArrayList<>();
      for (List<String> record : records.subList(1, records.size())) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int c = 0; c < record.size(); c++) {
          row.put(records.get(0).get(c), record.get(c));
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static List<List<String>> records(String text, char delimiter) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        record.add(field.toString());
        field.setLength(0);
      } else if (c == '\n' && !quoted) {
        record.add(field.toString());
        field.setLength(0);
        records.add(record);
        record = new ArrayList<>();
      } else if (c != '\r') {
        field.append(c);
      }
    }
    return records;
  }

  /** All different SMILES that RDKit wrote: those of every file. */
  public static List<String> smiles() {
    List<String> all = new ArrayList<>();
    for (String name :
        List.of(
            "golden_dev.csv",
            "golden_props_dev.csv",
            "upstream950.csv",
            "recursion_some_mols.csv")) {
      rows(name).forEach(row -> all.add(row.get("smiles")));
    }
    rows("seh_chembl.csv", ';').forEach(row -> all.add(row.get("Smiles")));
    return all.stream().distinct().filter(smiles -> !smiles.isEmpty()).toList();
  }

  /** The integers of a list in brackets; null for an empty text. */
  public static int[] integers(String list) {
    if (list.isEmpty()) {
      return null;
    }
    String inner = list.substring(1, list.length() - 1).replace(" ", "");
    return inner.isEmpty()
        ? new int[0]
        : Arrays.stream(inner.split(",")).mapToInt(Integer::parseInt).toArray();
  }
}
