package org.gflownet.run.setup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a job runs.
 *
 * @param url {@code in-process}, {@code in-process[k]} or a Spark master URL
 */
public record Master(String url) {
  private static final Pattern IN_PROCESS = Pattern.compile("in-process(?:\\[(\\*|\\d+)])?");

  private static final Pattern LOCAL = Pattern.compile("local(\\[.*])?");

  /** Whether there is no Spark at all. */
  public boolean isInProcess() {
    return IN_PROCESS.matcher(url).matches();
  }

  /** Whether Spark's tasks run on threads of the driver. */
  public boolean isLocal() {
    return LOCAL.matcher(url).matches();
  }

  /** Threads of an in-process run: all cores unless it says otherwise. */
  public int numThreads() {
    Matcher matcher = IN_PROCESS.matcher(url);
    boolean given = matcher.matches() && matcher.group(1) != null && !matcher.group(1).equals("*");
    return given ? Integer.parseInt(matcher.group(1)) : Runtime.getRuntime().availableProcessors();
  }
}
