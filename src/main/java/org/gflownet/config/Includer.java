package org.gflownet.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;

/**
 * What {@code include} means: a file, relative to the one that includes it, which must exist.
 * Addresses and resources are refused: a run must not depend on what they hold today.
 */
final class Includer
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  /** Reads what a file includes. */
  interface Reader {
    /**
     * The content of an included file.
     *
     * @param what path as written
     */
    ConfigObject read(String what);
  }

  private final String includedFrom;
  private final Reader reader;

  /**
   * An includer for the text of one file.
   *
   * @param includedFrom name of that file, for messages
   */
  Includer(String includedFrom, Reader reader) {
    this.includedFrom = includedFrom;
    this.reader = reader;
  }

  /** An includer for text that may include nothing. */
  static Includer refusing(String includedFrom) {
    return new Includer(
        includedFrom,
        what -> {
          throw error(includedFrom, what, "only a file can include others; put the settings here");
        });
  }

  /** A complaint about an include. */
  static InvalidConfigException error(String includedFrom, String what, String advice) {
    return new InvalidConfigException(
        includedFrom + ": include \"" + OneLine.of(what, 200) + "\": " + advice);
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return reader.read(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return reader.read(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw error(includedFrom, what.toString(), "include a local file, not an address");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw error(includedFrom, what, "include a file, not a resource of the class path");
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }
}
