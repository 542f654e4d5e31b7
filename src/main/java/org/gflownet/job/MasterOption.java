package org.gflownet.job;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that every job has: settings and where to run. */
final class MasterOption {
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

  /** All overrides, the master included. */
  List<String> overrides() {
    List<String> all = new ArrayList<>(settings);
    if (master != null) {
      all.add("cluster.master=\"" + master.replace("\\", "").replace("\"", "") + "\"");
    }
    return all;
  }

  /** Whether the user named a master on the command line. */
  boolean isGiven() {
    return master != null;
  }
}
