package org.gflownet.run.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.table.Column;

/**
 * Columns of a scored table: the input's, then reward, raw, one raw.PART for each part of a
 * combination, and error. A column of the input that has one of these names, ignoring case, is
 * called input.NAME.
 */
final class ScoreColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Column> columns = new ArrayList<>();
  private final List<String> renamed = new ArrayList<>();
  private final int structures;

  /**
   * The columns.
   *
   * @param input columns of the input
   * @param structures position of its structures
   * @param parts names of the parts of a combination
   */
  ScoreColumns(List<Column> input, int structures, List<String> parts) {
    this.structures = structures;
    List<Column> added = new ArrayList<>();
    added.add(new Column("reward", Column.Type.DOUBLE));
    added.add(new Column("raw", Column.Type.DOUBLE));
    parts.forEach(part -> added.add(new Column("raw." + part, Column.Type.DOUBLE)));
    added.add(Column.text("error"));
    Set<String> taken = new HashSet<>();
    added.forEach(column -> taken.add(lower(column.name())));
    Set<String> others = new HashSet<>();
    input.forEach(column -> others.add(lower(column.name())));
    for (Column column : input) {
      String name = column.name();
      if (taken.contains(lower(name))) {
        do {
          name = "input." + name;
        } while (taken.contains(lower(name)) || others.contains(lower(name)));
        taken.add(lower(name));
        renamed.add(column.name() + " is called " + name);
      }
      columns.add(new Column(name, column.type()));
    }
    columns.addAll(added);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** All columns of the output. */
  List<Column> all() {
    return columns;
  }

  /** Which columns of the input have another name, in words. */
  List<String> renamed() {
    return renamed;
  }

  /** Names of the output's columns. */
  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * A row of the output.
   *
   * @param cells of the input
   * @param scores of its chunk
   * @param i place within the chunk
   */
  String[] row(String[] cells, ChunkScores scores, int i) {
    String[] row = new String[columns.size()];
    System.arraycopy(cells, 0, row, 0, cells.length);
    if (scores.smiles() != null) {
      row[structures] = scores.smiles()[i];
    }
    int c = cells.length;
    row[c++] = number(scores.rewards()[i]);
    row[c++] = number(scores.raw()[i]);
    for (double[] part : scores.parts()) {
      row[c++] = number(part[i]);
    }
    row[c] = scores.errors()[i];
    return row;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? null : Double.toString(value);
  }
}
