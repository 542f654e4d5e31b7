package org.gflownet.scaling;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The constants of the cost model in a file, one a line. */
public final class Constants {
  /** The first line of the file. */
  public static final String HEADER = "constant,seconds";

  private Constants() {}

  /**
   * Reads constants.
   *
   * @param defaults of those that the file does not name
   * @throws IllegalArgumentException naming file, line and fault
   */
  public static StepCostModel read(Path file, StepCostModel defaults) {
    StepCostModel model = defaults;
    Set<Constant> seen = EnumSet.noneOf(Constant.class);
    for (CsvTable.Row row : CsvTable.read(file, HEADER)) {
      Constant constant = constant(row);
      if (!seen.add(constant)) {
        throw row.fault(constant.key() + " stands there twice");
      }
      double value = row.number(1);
      try {
        model = model.with(constant, value);
      } catch (IllegalArgumentException e) {
        throw row.fault(e.getMessage());
      }
    }
    return model;
  }

  private static Constant constant(CsvTable.Row row) {
    return Constant.ofKey(row.text(0))
        .orElseThrow(() -> row.fault("unknown constant; there are " + Constant.keys()));
  }

  /** What {@link #read} reads. */
  public static String write(StepCostModel model) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (Constant constant : Constant.values()) {
      text.append(constant.key()).append(',').append(model.value(constant)).append('\n');
    }
    return text.toString();
  }
}
