package org.gflownet.soak;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gflownet.math.RandomStream;

/** A fault that a soak inflicts; each leaves the cluster with all of its parts running. */
enum Fault {
  /** SIGKILL to an executor; its worker starts another. */
  KILL_EXECUTOR {
    @Override
    String inflict(Cluster cluster, Training training, RandomStream random)
        throws InterruptedException {
      return onExecutor(
          cluster,
          random,
          executor -> {
            executor.destroyForcibly();
            return "killed";
          });
    }
  },

  /** SIGKILL to a worker and its executors; the worker is started again. */
  KILL_WORKER {
    @Override
    String inflict(Cluster cluster, Training training, RandomStream random)
        throws InterruptedException {
      String name =
          any(
              cluster.workers().stream().filter(w -> !cluster.executorsOf(w).isEmpty()).toList(),
              random);
      if (name == null) {
        return null;
      }
      List<ProcessHandle> executors = cluster.executorsOf(name);
      cluster.kill(name);
      executors.forEach(ProcessHandle::destroyForcibly);
      cluster.restart(name);
      return name + " killed with " + executors.size() + " executors, started again";
    }
  },

  /** An executor stands still for nine tenths of the time. */
  SLOW_EXECUTOR {
    @Override
    String inflict(Cluster cluster, Training training, RandomStream random)
        throws InterruptedException {
      return onExecutor(
          cluster,
          random,
          executor -> {
            int rounds = 30 + random.nextInt(50);
            for (int i = 0; i < rounds && executor.isAlive(); i++) {
              cluster.signal("STOP", executor);
              TimeUnit.MILLISECONDS.sleep(90);
              cluster.signal("CONT", executor);
              TimeUnit.MILLISECONDS.sleep(10);
            }
            return "ten times slower for " + rounds / 10.0 + " s";
          });
    }
  },

  /** SIGSTOP to an executor, and SIGCONT seconds later. */
  STOP_EXECUTOR {
    @Override
    String inflict(Cluster cluster, Training training, RandomStream random)
        throws InterruptedException {
      return onExecutor(
          cluster,
          random,
          executor -> {
            int millis = 1000 + random.nextInt(5000);
            cluster.signal("STOP", executor);
            TimeUnit.MILLISECONDS.sleep(millis);
            cluster.signal("CONT", executor);
            return "stopped for " + millis / 1000.0 + " s";
          });
    }
  },

  /** SIGKILL to the driver; the run is resumed. */
  KILL_DRIVER {
    @Override
    String inflict(Cluster cluster, Training training, RandomStream random)
        throws InterruptedException {
      long killed = training.kill();
      training.resume();
      return "driver " + killed + " killed, run resumed";
    }
  },

  /** SIGKILL to the master, which is started again from what it keeps in files. */
  KILL_MASTER {
    @Override
    String inflict(Cluster cluster, Training training, RandomStream random)
        throws InterruptedException {
      cluster.kill(Cluster.MASTER);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(2000));
      cluster.restart(Cluster.MASTER);
      return "master killed, started again";
    }
  };

  /**
   * Makes the fault.
   *
   * @return what was done, or null where there was nothing to do it to
   */
  abstract String inflict(Cluster cluster, Training training, RandomStream random)
      throws InterruptedException;

  private interface ToExecutor {
    /** Makes a fault of an executor and says what was done to it. */
    String apply(ProcessHandle executor) throws InterruptedException;
  }

  private static String onExecutor(Cluster cluster, RandomStream random, ToExecutor fault)
      throws InterruptedException {
    ProcessHandle executor = any(cluster.executors(), random);
    return executor == null ? null : "executor " + executor.pid() + " " + fault.apply(executor);
  }

  private static <T> T any(List<T> choices, RandomStream random) {
    return choices.isEmpty() ? null : choices.get(random.nextInt(choices.size()));
  }
}
