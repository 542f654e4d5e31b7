package org.gflownet.run.folder;

/**
 * What to do about a folder that a run cannot have, in the words of whoever asked for the run.
 *
 * @param goOn how to have the run that is there already
 * @param nameAnother how to have the folder elsewhere
 * @param startAnother how to have a new run elsewhere
 */
public record Remedies(String goOn, String nameAnother, String startAnother) {
  /** On a command line. */
  public static final Remedies OF_COMMANDS =
      new Remedies(
          "add --resume to go on with its run",
          "name another --out",
          "start a new run with another --out");

  /** In a program. */
  public static final Remedies OF_PROGRAMS =
      new Remedies(
          "take its run with GFlowNet.load or go on with it by GFlowNet.resume",
          "name another location",
          "start a new run in another location");
}
