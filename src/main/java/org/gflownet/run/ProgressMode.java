package org.gflownet.run;

import org.gflownet.config.ProgressConfig.Mode;

/** How progress is shown where the user leaves it to the command. */
public final class ProgressMode {
  private ProgressMode() {}

  /** What {@code auto} stands for here; other modes as they are. */
  public static Mode resolved(Mode mode) {
    return mode == Mode.AUTO ? (isTerminal() ? Mode.BAR : Mode.PLAIN) : mode;
  }

  // Java 17 and no other runs this: a console there means a terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null && System.getenv("TERM") != null;
  }
}
