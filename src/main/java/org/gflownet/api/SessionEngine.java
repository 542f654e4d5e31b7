package org.gflownet.api;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ModelConfig.Engine;
import org.gflownet.model.Engines;
import org.gflownet.run.setup.Setup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine for a session whose JVMs somebody else started, maybe without the module that the
 * engine {@code vector} needs. What is taken in its place is told in one line of the log.
 *
 * @param vectorProblem why {@code vector} cannot run in the session and what to do; empty if it can
 */
record SessionEngine(Optional<String> vectorProblem) {
  private static final Logger LOG = LoggerFactory.getLogger(GFlowNet.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final String VECTOR = nameOf(Engine.VECTOR);

  /** Where the options of executors can stand. */
  private static final String[] EXECUTOR_OPTIONS = {
    "spark.executor.extraJavaOptions",
    "spark.executor.defaultJavaOptions",
    "spark.executorEnv.JDK_JAVA_OPTIONS",
    "spark.executorEnv.JAVA_TOOL_OPTIONS"
  };

  /** Asks this JVM, and of executors the settings that they were started with. */
  static SessionEngine of(SparkSession session) {
    Optional<String> here = Engines.problem(VECTOR);
    return new SessionEngine(
        here.isPresent() || session.sparkContext().isLocal()
            ? here
            : ofExecutors(session.sparkContext().getConf()));
  }

  private static Optional<String> ofExecutors(SparkConf conf) {
    for (String key : EXECUTOR_OPTIONS) {
      if (conf.get(key, "").contains(MODULE)) {
        return Optional.empty();
      }
    }
    return Optional.of("set " + EXECUTOR_OPTIONS[0] + " to --add-modules " + MODULE);
  }

  /**
   * The settings of a new run: an engine that is left open becomes {@code nd4j} where {@code
   * vector} cannot run.
   */
  GflownetConfig forTraining(GflownetConfig config) {
    if (config.model().engine() != Engine.AUTO || vectorProblem.isEmpty()) {
      return config;
    }
    LOG.warn(
        "model.engine = auto takes {} in this session; for {}, {}",
        nameOf(Engine.ND4J),
        VECTOR,
        vectorProblem.get());
    return Setup.withEngine(config, nameOf(Engine.ND4J));
  }

  /**
   * The settings of a run whose policy is used: {@code plain} takes the place of {@code vector}
   * where that cannot run, with the same bits.
   */
  GflownetConfig forUse(GflownetConfig config) {
    if (config.model().engine() != Engine.VECTOR || vectorProblem.isEmpty()) {
      return config;
    }
    LOG.warn(
        "model.engine = {} cannot run in this session; {} gives the same results, more slowly; for"
            + " {}, {}",
        VECTOR,
        nameOf(Engine.PLAIN),
        VECTOR,
        vectorProblem.get());
    return Setup.withEngine(config, nameOf(Engine.PLAIN));
  }

  private static String nameOf(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }
}
