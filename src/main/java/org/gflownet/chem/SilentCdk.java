package org.gflownet.chem;

import org.openscience.cdk.tools.ILoggingTool;
import org.openscience.cdk.tools.LoggingToolFactory;

/**
 * A log of CDK's that keeps nothing. CDK's own writes a line to the error stream for each malformed
 * record, and what reads records says already which of them are refused, and why.
 */
public final class SilentCdk implements ILoggingTool {
  private SilentCdk() {}

  /** Makes CDK's classes that are loaded from now on silent. */
  static void install() {
    LoggingToolFactory.setLoggingToolClass(SilentCdk.class);
  }

  /** What CDK calls by its name. */
  public static ILoggingTool create(Class<?> source) {
    return new SilentCdk();
  }

  @Override
  public void dumpSystemProperties() {}

  @Override
  public void setStackLength(int length) {}

  @Override
  public void dumpClasspath() {}

  @Override
  public void debug(Object object) {}

  @Override
  public void debug(Object object, Object... more) {}

  @Override
  public void error(Object object) {}

  @Override
  public void error(Object object, Object... more) {}

  @Override
  public void fatal(Object object) {}

  @Override
  public void info(Object object) {}

  @Override
  public void info(Object object, Object... more) {}

  @Override
  public void warn(Object object) {}

  @Override
  public void warn(Object object, Object... more) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void setLevel(int level) {}

  @Override
  public int getLevel() {
    return OFF;
  }
}
