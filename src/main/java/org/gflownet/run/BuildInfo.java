package org.gflownet.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version and commit that the program was built from. */
public final class BuildInfo implements IVersionProvider {
  private static final Properties PROPERTIES = read();

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("/gflownet-build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** Version of the artefact. */
  public static String version() {
    return PROPERTIES.getProperty("version", "unknown");
  }

  /** Git commit, or {@code unknown} for a build outside a checkout. */
  public static String commit() {
    return PROPERTIES.getProperty("commit", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gflownet-spark " + version() + " (" + commit() + ")"};
  }
}
