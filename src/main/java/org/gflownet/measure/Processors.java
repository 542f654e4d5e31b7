package org.gflownet.measure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The processors that this process may use, and how to keep another to some of them. */
final class Processors {
  private static final String TOOL = "taskset";
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Processors() {}

  /** Their numbers in increasing order; empty where the system does not tell. */
  static List<Integer> allowed() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> parse(line.substring(ALLOWED.length()).trim()))
          .findFirst()
          .orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Numbers from a list such as 0-2,5. */
  static List<Integer> parse(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String[] ends = part.trim().split("-", -1);
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  /** Whether there is a program that keeps a process to some processors. */
  static boolean canPin() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, TOOL))) {
        return true;
      }
    }
    return false;
  }

  /** What to put in front of a command that is to keep to these. */
  static List<String> on(List<Integer> processors) {
    return List.of(
        TOOL, "-c", processors.stream().map(Object::toString).collect(Collectors.joining(",")));
  }
}
