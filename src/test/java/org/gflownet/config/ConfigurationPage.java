package org.gflownet.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes docs/configuration.md: every key of reference.conf with default and comment, in order. */
final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      Every setting with its default, made from [reference.conf](../src/main/resources/reference.conf) by
      `mvn test -Dtest=ConfigurationPageTest -Dgflownet.renew=true`. A configuration file holds only what differs; on
      the command line `--set train.lr=0.01` overrides one key.
      """;

  private ConfigurationPage() {}

  /** The page. */
  static String of(ConfigObject reference) {
    StringBuilder page = new StringBuilder(HEAD);
    section(reference, "", 2, page);
    return page.toString();
  }

  private static void section(ConfigObject section, String prefix, int depth, StringBuilder page) {
    for (Map.Entry<String, ConfigValue> entry : inFileOrder(section)) {
      String key = prefix + entry.getKey();
      ConfigValue value = entry.getValue();
      if (value instanceof ConfigObject inner && !inner.isEmpty()) {
        page.append("\n").append("#".repeat(depth)).append(" ").append(key).append("\n\n");
        comment(value.origin().comments(), page);
        section(inner, key + ".", depth + 1, page);
      } else {
        page.append("\n**`").append(key).append("`** = `");
        page.append(value.render(ConfigRenderOptions.concise())).append("`\n\n");
        comment(value.origin().comments(), page);
      }
    }
  }

  private static List<Map.Entry<String, ConfigValue>> inFileOrder(ConfigObject section) {
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(section.entrySet());
    entries.sort(
        Comparator.comparingInt(
            (Map.Entry<String, ConfigValue> e) -> e.getValue().origin().lineNumber()));
    return entries;
  }

  /** Comments keep their lines: lists of names in them are aligned. */
  private static void comment(List<String> lines, StringBuilder page) {
    page.append("```text\n");
    for (String line : lines) {
      page.append(line.startsWith(" ") ? line.substring(1) : line).append("\n");
    }
    page.append("```\n");
  }
}
