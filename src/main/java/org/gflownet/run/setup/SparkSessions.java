package org.gflownet.run.setup;

import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;
import org.gflownet.config.ClusterConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.SecretAddresses;
import org.gflownet.run.UserException;
import org.gflownet.spark.ExecutorWatch;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.spark.store.StoreDefaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Spark as a configuration says; what spark-submit was given on its command line wins. */
public final class SparkSessions {
  private static final Logger LOG = LoggerFactory.getLogger(SparkSessions.class);
  private static final String SPECULATION = "spark.speculation";
  private static final String VECTOR_MODULE = "--add-modules jdk.incubator.vector";

  /** How Spark names an application to which no cluster has given a name. */
  private static final String NOT_REGISTERED = "spark-application-";

  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  private SparkSessions() {}

  /** A new context whose executors have the files that a configuration names. */
  public static JavaSparkContext start(Master master, GflownetConfig config, String appName) {
    JavaSparkContext spark = start(master, config.cluster(), appName);
    NamedFiles.ship(config, spark);
    return spark;
  }

  /** A new context. */
  public static JavaSparkContext start(Master master, ClusterConfig cluster, String appName) {
    return start(master, cluster, appName, GflownetKryoRegistrator.class);
  }

  /**
   * A new context for tasks that are whole runs, of which Spark starts none twice to be quicker:
   * the second would write into the folder of the first.
   */
  public static JavaSparkContext startForWholeRuns(
      Master master, ClusterConfig cluster, String appName) {
    SparkConf conf = withoutSpeculation(new SparkConf(), cluster);
    return start(conf, master, cluster, appName, GflownetKryoRegistrator.class);
  }

  /** Settings that win over those of the configuration. */
  public static SparkConf withoutSpeculation(SparkConf conf, ClusterConfig cluster) {
    if (conf.getBoolean(SPECULATION, Boolean.parseBoolean(cluster.spark().get(SPECULATION)))) {
      LOG.warn("{} is off: a task of this job is a whole run", SPECULATION);
    }
    return conf.set(SPECULATION, "false");
  }

  /** A new context that knows also what a job of its own sends. */
  public static JavaSparkContext start(
      Master master,
      ClusterConfig cluster,
      String appName,
      Class<? extends KryoRegistrator> registrator) {
    return start(new SparkConf(), master, cluster, appName, registrator);
  }

  private static JavaSparkContext start(
      SparkConf conf,
      Master master,
      ClusterConfig cluster,
      String appName,
      Class<? extends KryoRegistrator> registrator) {
    conf.setMaster(master.url()).setAppName("gflownet: " + appName);
    cluster.executorMemory().ifPresent(m -> conf.setIfMissing("spark.executor.memory", m));
    cluster
        .executorCores()
        .ifPresent(n -> conf.setIfMissing("spark.executor.cores", Integer.toString(n)));
    cluster.maxCores().ifPresent(n -> conf.setIfMissing("spark.cores.max", Integer.toString(n)));
    cluster.spark().forEach((key, value) -> add(conf, key, value));
    conf.set("spark.serializer", KryoSerializer.class.getName());
    conf.set("spark.kryo.registrationRequired", "true");
    conf.set("spark.kryo.registrator", registrator.getName());
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    // Tasks read nothing but a broadcast, and parameters are noise to a compressor.
    conf.setIfMissing("spark.locality.wait", "0s");
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing(
        "spark.redaction.regex", ClusterConfig.SECRET_KEYS + "|" + SecretAddresses.PATTERN);
    // A run has one job a step: what the UI keeps of old ones must not fill the driver's heap.
    conf.setIfMissing("spark.ui.retainedJobs", "200");
    conf.setIfMissing("spark.ui.retainedStages", "200");
    conf.setIfMissing("spark.ui.retainedTasks", "2000");
    conf.setIfMissing("spark.sql.ui.retainedExecutions", "20");
    String options = conf.get(EXECUTOR_OPTIONS, "");
    if (!options.contains("jdk.incubator.vector")) {
      conf.set(EXECUTOR_OPTIONS, (options + " " + VECTOR_MODULE).trim());
    }
    JavaSparkContext spark = started(conf);
    StoreDefaults.apply(spark.hadoopConfiguration());
    if (!spark.isLocal()) {
      cluster.executorTimeout().ifPresent(n -> ExecutorWatch.start(spark.sc(), n));
    }
    return spark;
  }

  /** Only YARN and Kubernetes make a secret of their own. */
  private static void requireSecret(SparkConf conf) {
    boolean makesNone = conf.get("spark.master").matches("(spark:|local-cluster).*");
    if (makesNone
        && conf.getBoolean("spark.authenticate", false)
        && !conf.contains("spark.authenticate.secret")) {
      throw new UserException(
          "spark.authenticate needs spark.authenticate.secret; give spark-submit"
              + " --properties-file with the cluster's, as conf/secure.conf says");
    }
  }

  /**
   * Starts Spark; what it cannot open, such as the folder of its event log, is the user's to mend.
   */
  private static JavaSparkContext started(SparkConf conf) {
    requireSecret(conf);
    try {
      return taken(new JavaSparkContext(conf));
    } catch (Exception e) {
      // Thrown by Scala code, which declares no checked exceptions; the second where a folder is
      // none.
      if (e instanceof IOException || e instanceof IllegalArgumentException) {
        throw new UserException("Spark cannot start: " + e.getMessage() + eventLog(conf));
      }
      throw e;
    }
  }

  /** Most of what Spark opens itself at its start; its message names files, not keys. */
  private static String eventLog(SparkConf conf) {
    return conf.getBoolean("spark.eventLog.enabled", false)
        ? "; spark.eventLog.enabled needs a folder that exists and can be written, and"
            + " spark.eventLog.dir is "
            + conf.get("spark.eventLog.dir", "file:///tmp/spark-events")
        : "";
  }

  /**
   * Refuses to go on where a standalone master has not answered: Spark makes a context all the same
   * and stops it some time later, on which the first job can wait for ever.
   */
  private static JavaSparkContext taken(JavaSparkContext spark) {
    boolean isStandalone = spark.master().startsWith("spark:");
    if (isStandalone && spark.sc().applicationId().startsWith(NOT_REGISTERED)) {
      spark.close();
      throw new UserException(
          "the master "
              + spark.master()
              + " has not taken this run: start it, mend the address, or give --properties-file to"
              + " spark-submit if it asks for a secret, as conf/secure.conf says");
    }
    return spark;
  }

  private static void add(SparkConf conf, String key, String value) {
    if (key.equals(EXECUTOR_OPTIONS) && conf.contains(key)) {
      conf.set(key, conf.get(key) + " " + value);
    } else {
      conf.setIfMissing(key, value);
    }
  }
}
