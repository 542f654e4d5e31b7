package org.gflownet.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the machine is that figures are measured on. */
public final class Machine {
  private Machine() {}

  /**
   * Date, version, processors and Java, by name.
   *
   * @param version of this project
   */
  public static Map<String, String> facts(String version) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", LocalDate.now(ZoneId.systemDefault()).toString());
    facts.put("version", version);
    facts.put(
        "machine",
        String.format(
            Locale.ROOT,
            "%d processors (%s), %s %s",
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.arch")));
    facts.put("load before", firstOf(Path.of("/proc/loadavg"), ""));
    facts.put("Java", System.getProperty("java.vm.version"));
    return facts;
  }

  private static String processor() {
    String line = firstOf(Path.of("/proc/cpuinfo"), "model name");
    return line.substring(line.indexOf(':') + 1).trim();
  }

  /** The first line of a file with a beginning; {@code unknown} where there is none. */
  private static String firstOf(Path file, String beginning) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(beginning))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
