package org.gflownet.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads a HOCON file and what it includes; substitutions stay open. Used for one file, then
 * dropped.
 */
final class HoconFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_INCLUDES = 100;

  private final Deque<Path> open = new ArrayDeque<>();
  private int numIncludes;

  private HoconFile() {}

  /**
   * The settings of a file.
   *
   * @throws InvalidConfigException if it or a file that it includes cannot be read
   * @throws com.typesafe.config.ConfigException for wrong syntax
   */
  static Config read(Path file) {
    return new HoconFile().parse(file, text(file.toString(), "", file));
  }

  /**
   * The settings of a text, which may include files relative to the working directory.
   *
   * @param name of the text, for messages; a name that a file could have
   * @throws InvalidConfigException if a file that it includes cannot be read
   * @throws com.typesafe.config.ConfigException for wrong syntax
   */
  static Config parse(String text, String name) {
    return new HoconFile().parse(Path.of(name), text);
  }

  private Config parse(Path file, String text) {
    open.push(identity(file));
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setOriginDescription(file.toString())
            .setIncluder(new Includer(file.toString(), what -> include(file, what)));
    Config parsed = ConfigFactory.parseString(text, options);
    open.pop();
    return parsed;
  }

  private ConfigObject include(Path from, String what) {
    String name = from.toString();
    Path file;
    try {
      file = from.resolveSibling(what);
    } catch (InvalidPathException e) {
      throw Includer.error(name, what, "this is no path of a file");
    }
    if (open.contains(identity(file))) {
      throw Includer.error(name, what, "the file includes itself through this; remove the include");
    }
    if (++numIncludes > MAX_INCLUDES) {
      throw Includer.error(name, what, "more than " + MAX_INCLUDES + " includes; use fewer");
    }
    return parse(file, text(name, "include \"" + what + "\": ", file)).root();
  }

  private static Path identity(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  /**
   * The text of a file.
   *
   * @param place where the fault is if it cannot be read
   * @param prefix of the message then
   */
  private static String text(String place, String prefix, Path file) {
    String problem;
    try {
      if (Files.isDirectory(file)) {
        problem = "is a directory; name a file in it";
      } else {
        return decode(file);
      }
    } catch (NoSuchFileException e) {
      problem = "no such file; check the path";
    } catch (AccessDeniedException e) {
      problem = "may not be read; check its permissions";
    } catch (CharacterCodingException e) {
      problem = "is not UTF-8 text; save it as UTF-8";
    } catch (IOException e) {
      problem = "cannot be read (" + e.getMessage() + "); check the path";
    }
    String subject = prefix.isEmpty() ? "" : file + " ";
    throw new InvalidConfigException(place + ": " + prefix + subject + problem);
  }

  private static String decode(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("it is larger than 1 MiB, which no configuration is");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
