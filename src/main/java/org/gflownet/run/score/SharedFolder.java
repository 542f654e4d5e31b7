package org.gflownet.run.score;

import java.io.Serializable;
import java.util.SortedMap;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.store.Lease;

/**
 * A folder whose lease this run holds, so that who sees the lease sees the folder.
 *
 * @param location a path or URI
 * @param settings of Spark, for its store
 */
record SharedFolder(String location, SortedMap<String, String> settings) implements Serializable {

  /** The folder. */
  RunDirectory open() {
    return RunFolder.at(location, settings).directory();
  }

  /** Whether it is there for this process. */
  boolean isSeen() {
    return open().names().stream().anyMatch(Lease::isFile);
  }
}
