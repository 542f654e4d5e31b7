package org.gflownet.measure;

/** A cluster of two workers with one core each, as processes on this machine. */
final class StandaloneCluster {
  private StandaloneCluster() {}

  /** What to do with a cluster. */
  interface Use {
    void with(String master) throws InterruptedException;
  }

  /** Starts the cluster, uses it and stops it, whatever happens. */
  static void use(Bench bench, Use use) throws InterruptedException {
    String started =
        bench.script("cluster.sh", "start", "--workers", "2", "--cores", "1", "--memory", "2g");
    String master =
        started.lines().filter(line -> line.startsWith("spark://")).findFirst().orElseThrow();
    try {
      use.with(master);
    } finally {
      bench.script("cluster.sh", "stop");
    }
  }
}
