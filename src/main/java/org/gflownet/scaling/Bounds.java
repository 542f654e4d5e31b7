package org.gflownet.scaling;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers that must be within bounds. */
final class Bounds {
  private Bounds() {}

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException naming it and its bounds, if it is out of them or NaN
   */
  static void require(String name, double value, double min, double max) {
    require(name, value, min, max, "");
  }

  /** The same for a number with a unit. */
  static void require(String name, double value, double min, double max, String unit) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name
              + " must be from "
              + plain(min)
              + " to "
              + plain(max)
              + (unit.isEmpty() ? "" : " " + unit)
              + ", was "
              + plain(value));
    }
  }

  /** Double.toString would show an integer as 4.0. */
  private static String plain(double value) {
    return new DecimalFormat("0.############", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value);
  }
}
