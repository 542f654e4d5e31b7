package org.gflownet.measure;

/**
 * A row of the table.
 *
 * @param comparison what it belongs to
 * @param work the task, in words
 * @param name of the figure
 * @param unit of the figure
 * @param ours measured with this project
 * @param other measured with what it is compared with; null without one
 * @param ratio run by run, the larger the better for us; null without a comparison
 */
public record Figure(
    String comparison,
    String work,
    String name,
    String unit,
    Spread ours,
    Spread other,
    Spread ratio) {

  /** A figure of ours alone. */
  static Figure of(String comparison, String work, String name, String unit, Spread ours) {
    return new Figure(comparison, work, name, unit, ours, null, null);
  }

  /** A figure of which more is better. */
  static Figure more(
      String comparison, String work, String name, String unit, Spread ours, Spread other) {
    return new Figure(comparison, work, name, unit, ours, other, ours.over(other));
  }

  /** A figure of which less is better. */
  static Figure less(
      String comparison, String work, String name, String unit, Spread ours, Spread other) {
    return new Figure(comparison, work, name, unit, ours, other, other.over(ours));
  }
}
