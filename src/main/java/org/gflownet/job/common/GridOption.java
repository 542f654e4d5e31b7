package org.gflownet.job.common;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gflownet.config.Comparison;
import org.gflownet.run.UserException;

/** Settings to cross, as {@code train.lr=1e-4,1e-3}: values of one key, separated by commas. */
public final class GridOption {
  private static final int MAX_CELLS = 10_000;

  private GridOption() {}

  /**
   * All combinations, the last key changing fastest; one empty one without keys.
   *
   * @param axes from the command line
   */
  public static List<Map<String, String>> cells(List<String> axes) {
    List<Map<String, String>> cells = List.of(Map.of());
    Set<String> keys = new LinkedHashSet<>();
    for (String axis : axes) {
      int equals = axis.indexOf('=');
      String key = equals < 0 ? "" : axis.substring(0, equals).trim();
      if (equals < 0 || !Comparison.isKey(key)) {
        throw error(axis, "write KEY=VALUE,VALUE,..., and CONF before --grid");
      }
      if (key.startsWith("compare.") || key.equals("seed") || key.startsWith("cluster.")) {
        throw error(
            axis,
            key.equals("seed")
                ? "seeds are no settings to rank: use --set compare.seeds=[0,1,2]"
                : "a grid crosses settings of runs; use --set");
      }
      if (!keys.add(key)) {
        throw error(axis, "the key is there twice; put all values into one list");
      }
      cells = crossed(cells, key, values(axis, axis.substring(equals + 1)));
      if (cells.size() > MAX_CELLS) {
        throw error(axis, "more than " + MAX_CELLS + " combinations; use fewer values");
      }
    }
    return cells;
  }

  private static List<Map<String, String>> crossed(
      List<Map<String, String>> cells, String key, List<String> values) {
    List<Map<String, String>> crossed = new ArrayList<>();
    for (Map<String, String> cell : cells) {
      for (String value : values) {
        Map<String, String> more = new LinkedHashMap<>(cell);
        more.put(key, value);
        crossed.add(more);
      }
    }
    return crossed;
  }

  /** Commas within brackets, braces and quotes belong to a value. */
  private static List<String> values(String axis, String text) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted) {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      }
      if (c == ',' && depth == 0 && !quoted) {
        values.add(value.toString().trim());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString().trim());
    if (values.stream().anyMatch(String::isEmpty)) {
      throw error(axis, "a value is missing");
    }
    if (new LinkedHashSet<>(values).size() < values.size()) {
      throw error(axis, "a value is there twice");
    }
    return values;
  }

  private static UserException error(String axis, String advice) {
    return new UserException("--grid " + axis + ": " + advice);
  }
}
