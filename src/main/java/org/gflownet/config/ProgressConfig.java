package org.gflownet.config;

/**
 * Section {@code progress}: what the terminal shows during a run.
 *
 * @param mode how it shows it
 */
public record ProgressConfig(Mode mode) {

  /** How progress is shown. */
  public enum Mode {
    /** A bar on a terminal, else plain lines. */
    AUTO,
    /** One line that is rewritten. */
    BAR,
    /** A line per report. */
    PLAIN,
    /** Nothing. */
    NONE
  }

  static ProgressConfig read(Settings settings) {
    return new ProgressConfig(settings.choice("progress.mode", Mode.class));
  }
}
