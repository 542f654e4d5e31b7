package org.gflownet.testing;

import java.util.Map;
import java.util.TreeMap;

/**
 * JVMs that live for some seconds, as most do that tests start: without the optimising compiler,
 * which takes half of their processor time and pays only later. Not for networks that have much to
 * compute, since the engine {@code vector} needs that compiler and takes many times longer without,
 * nor for clusters that encrypt. It changes no result: {@code ClusterIT} starts the runs that it
 * compares masters by as users do, and expects the same digests from the others.
 */
public final class QuickJvms {
  /** Where a JVM, and every one that it starts, takes options from. */
  public static final String VARIABLE = "JAVA_TOOL_OPTIONS";

  /** The option. */
  public static final String OPTION = "-XX:TieredStopAtLevel=1";

  /** For spark-submit: executors alone, on a cluster whose daemons were started without. */
  public static final String EXECUTORS = "spark.executorEnv." + VARIABLE + "=" + OPTION;

  private QuickJvms() {}

  /** An environment with the option; executors have what the daemons of their cluster have. */
  public static Map<String, String> with(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(VARIABLE, OPTION);
    return all;
  }
}
