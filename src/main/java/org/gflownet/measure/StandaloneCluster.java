package org.gflownet.measure;

import java.util.List;

/** A cluster as processes on this machine. */
final class StandaloneCluster {
  private StandaloneCluster() {}

  /** What to do with a cluster. */
  interface Use {
    void with(String master) throws InterruptedException;
  }

  /** Two workers of one core each: starts them, uses them and stops them, whatever happens. */
  static void use(Bench bench, Use use) throws InterruptedException {
    use(
        bench,
        List.of(),
        List.of("start", "--workers", "2", "--cores", "1", "--memory", "2g"),
        use);
  }

  /**
   * Starts a cluster, uses it and stops it, whatever happens; an interrupt from the terminal, too.
   *
   * @param prefix what stands before the command that starts it
   * @param start arguments of cluster.sh
   */
  static void use(Bench bench, List<String> prefix, List<String> start, Use use)
      throws InterruptedException {
    Thread stop = new Thread(() -> stop(bench), "stops the cluster");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      String started = bench.script(prefix, "cluster.sh", start.toArray(String[]::new));
      use.with(
          started.lines().filter(line -> line.startsWith("spark://")).findFirst().orElseThrow());
    } finally {
      stop(bench);
      try {
        Runtime.getRuntime().removeShutdownHook(stop);
      } catch (IllegalStateException e) {
        // This process is ending already, and the hook has its turn.
      }
    }
  }

  private static void stop(Bench bench) {
    try {
      bench.script(List.of(), "cluster.sh", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
