package org.gflownet.job.common;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.run.UserException;
import picocli.CommandLine.Option;

/** Options that every job has: settings and where to run. */
public final class MasterOption {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one setting; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where to run: in-process, local[k], local-cluster[n,cores,MiB], spark://host:port, yarn,"
              + " k8s://... (cluster.master of the configuration otherwise).")
  private String master;

  @Option(
      names = "--jars",
      paramLabel = "FILES",
      description =
          "Jars with environments and rewards of one's own, with commas between them; an option of"
              + " the scripts, which hand the jars to driver and executors.")
  private String jars;

  /** These options as a shell takes them, each behind a blank. */
  public String typed() {
    StringBuilder words = new StringBuilder();
    settings.forEach(setting -> words.append(" --set ").append(quoted(setting)));
    if (master != null) {
      words.append(" --master ").append(quoted(master));
    }
    return words.toString();
  }

  /** A word as a shell takes it. */
  public static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** All overrides, the master included. */
  public List<String> overrides() {
    if (jars != null) {
      throw new UserException(
          "--jars is an option of submit-scripts and of spark-submit, which needs it before the"
              + " application's jar");
    }
    List<String> all = new ArrayList<>(settings);
    if (master != null) {
      all.add("cluster.master=\"" + master.replace("\\", "").replace("\"", "") + "\"");
    }
    return all;
  }

  /** Whether the user named a master on the command line. */
  public boolean isGiven() {
    return master != null;
  }
}
