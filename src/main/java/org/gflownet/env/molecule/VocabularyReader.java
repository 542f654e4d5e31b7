package org.gflownet.env.molecule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the two forms of a vocabulary file: the published JSON of columns {@code block_name},
 * {@code block_smi} and {@code block_r}, and CSV with the header {@code name,smiles,atoms}.
 *
 * <p>Checks the form and the bounds only; chemistry is {@link FragmentVocabulary}'s business.
 */
final class VocabularyReader {
  private static final String HEADER = "name,smiles,atoms";
  private static final List<String> COLUMNS = List.of("block_name", "block_smi", "block_r");
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_ATOMS_LISTED = 64;
  private static final int MAX_TEXT = 1000;

  private final String source;

  /**
   * A reader.
   *
   * @param source what errors call the text
   */
  VocabularyReader(String source) {
    this.source = source;
  }

  /** The entries of a text, at least one, in its order. */
  List<VocabularyEntry> read(String text) {
    List<VocabularyEntry> entries = text.stripLeading().startsWith("{") ? json(text) : csv(text);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(source + ": no fragments; expected at least one");
    }
    return entries;
  }

  private List<VocabularyEntry> json(String text) {
    JsonNode root = tree(text);
    Set<String> unknown = new TreeSet<>();
    root.fieldNames().forEachRemaining(unknown::add);
    COLUMNS.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: unknown column %s; expected %s"
              .formatted(source, unknown.iterator().next(), COLUMNS));
    }
    int size = column(root, COLUMNS.get(0)).size();
    checkCount(size);
    List<VocabularyEntry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String name = string(root, COLUMNS.get(0), i, size);
      String smiles = string(root, COLUMNS.get(1), i, size);
      entries.add(new VocabularyEntry(name, smiles, atoms(root, i, size)));
    }
    return entries;
  }

  private JsonNode tree(String text) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "%s: line %d: not JSON: %s".formatted(source, line, oneLine(e.getOriginalMessage())), e);
    }
  }

  private JsonNode column(JsonNode root, String key) {
    JsonNode column = root.path(key);
    if (!column.isContainerNode()) {
      throw new IllegalArgumentException(
          source + ": no column " + key + "; expected an array, or an object with keys 0, 1, ...");
    }
    return column;
  }

  private JsonNode cell(JsonNode root, String key, int index, int size) {
    JsonNode column = column(root, key);
    if (column.size() != size) {
      throw new IllegalArgumentException(
          "%s: column %s has %d entries, %s has %d"
              .formatted(source, key, column.size(), COLUMNS.get(0), size));
    }
    return column.isArray() ? column.path(index) : column.path(Integer.toString(index));
  }

  private String string(JsonNode root, String key, int index, int size) {
    JsonNode cell = cell(root, key, index, size);
    if (!cell.isTextual()) {
      throw new IllegalArgumentException(
          "%s: entry %d: %s is no string".formatted(source, index, key));
    }
    return bounded(cell.textValue(), key, "entry " + index);
  }

  private int[] atoms(JsonNode root, int index, int size) {
    JsonNode cell = cell(root, COLUMNS.get(2), index, size);
    checkNumAtoms(cell.isArray() ? cell.size() : 0, "entry " + index);
    int[] atoms = new int[cell.size()];
    for (int k = 0; k < atoms.length; k++) {
      if (!cell.get(k).isInt()) {
        throw new IllegalArgumentException(
            "%s: entry %d: %s is no atom number"
                .formatted(source, index, oneLine(cell.get(k).toString())));
      }
      atoms[k] = cell.get(k).intValue();
    }
    return atoms;
  }

  private List<VocabularyEntry> csv(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
      throw new IllegalArgumentException(
          source + ": expected JSON, or CSV whose first line is " + HEADER);
    }
    checkCount(lines.size() - 1);
    List<VocabularyEntry> entries = new ArrayList<>(lines.size());
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        entries.add(row(lines.get(i), "line " + (i + 1)));
      }
    }
    return entries;
  }

  private VocabularyEntry row(String line, String where) {
    String[] cells = line.split(",", -1);
    if (cells.length != 3) {
      throw new IllegalArgumentException(
          "%s: %s: %d cells; expected %s".formatted(source, where, cells.length, HEADER));
    }
    String[] parts = cells[2].strip().split(";", -1);
    checkNumAtoms(parts.length, where);
    int[] atoms = new int[parts.length];
    for (int k = 0; k < atoms.length; k++) {
      try {
        atoms[k] = Integer.parseInt(parts[k].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s: %s: \"%s\" is no atom number; expected numbers separated by ;"
                .formatted(source, where, oneLine(parts[k])),
            e);
      }
    }
    return new VocabularyEntry(
        bounded(cells[0].strip(), "name", where),
        bounded(cells[1].strip(), "smiles", where),
        atoms);
  }

  private void checkCount(int size) {
    if (size > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "%s: %d entries; at most %d are allowed".formatted(source, size, MAX_ENTRIES));
    }
  }

  private void checkNumAtoms(int count, String where) {
    if (count < 1 || count > MAX_ATOMS_LISTED) {
      throw new IllegalArgumentException(
          "%s: %s: lists %d atoms; expected 1 to %d"
              .formatted(source, where, count, MAX_ATOMS_LISTED));
    }
  }

  private String bounded(String value, String what, String where) {
    boolean printable = value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (value.isEmpty() || value.length() > MAX_TEXT || !printable) {
      throw new IllegalArgumentException(
          "%s: %s: %s must be 1 to %d printable ASCII characters without blanks"
              .formatted(source, where, what, MAX_TEXT));
    }
    return value;
  }

  /** The beginning of a message from elsewhere, on one line. */
  static String oneLine(String message) {
    String first = message == null ? "" : message.lines().findFirst().orElse("").strip();
    return first.length() <= 200 ? first : first.substring(0, 200) + "...";
  }
}
