package org.gflownet.run.folder;

import java.nio.file.Path;
import org.gflownet.run.UserException;
import picocli.CommandLine.Option;

/** Options of commands that fill a folder as a configuration file says, and can go on with it. */
public final class RunOptions {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder, a path or URI; runs/NAME of the configuration file otherwise.")
  private String out;

  @Option(names = "--resume", description = "Goes on with what the folder holds.")
  private boolean resume;

  @Option(
      names = "--dry-run",
      description = "Checks every setting and prints what would run; writes nothing, runs nothing.")
  private boolean dryRun;

  /** Where to write. */
  public String location(Path configFile) {
    return out == null ? RunFolder.defaultLocation(configFile) : out;
  }

  /**
   * Whether to go on with what is there.
   *
   * @throws UserException if it is not said with what
   */
  public boolean isResume() {
    if (resume && out == null) {
      throw new UserException("--resume needs --out with the folder of the run to go on with");
    }
    return resume;
  }

  /** Whether to check and print only. */
  public boolean isDryRun() {
    return dryRun;
  }
}
