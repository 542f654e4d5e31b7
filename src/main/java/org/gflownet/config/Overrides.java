package org.gflownet.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.util.Collections;
import java.util.List;

/**
 * Settings as the command line has them, {@code key=value}.
 *
 * <p>A value that starts with a quote, a bracket or a brace is HOCON; a number, true, false or null
 * is that; anything else is plain text, so that {@code cluster.master=spark://host:7077} needs no
 * quotes beyond the shell's.
 */
final class Overrides {
  private static final String VALUE = "value";

  private final String origin;

  private Overrides(String origin) {
    this.origin = origin;
  }

  /** The pairs as one configuration; of two for one key the later counts. */
  static Config parse(List<String> pairs) {
    return parse(pairs, Location.SET);
  }

  /**
   * The pairs as one configuration; of two for one key the later counts.
   *
   * @param origin where they come from, for messages
   */
  static Config parse(List<String> pairs, String origin) {
    Overrides overrides = new Overrides(origin);
    Config all = ConfigFactory.empty();
    for (String pair : pairs) {
      all = overrides.parse(pair).withFallback(all);
    }
    return all;
  }

  private Config parse(String pair) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      throw error(pair, "write key=value, for example --set train.steps=500");
    }
    List<String> path = path(pair, pair.substring(0, equals).trim());
    Object tree = value(pair, pair.substring(equals + 1).trim());
    for (int i = path.size() - 1; i >= 0; i--) {
      tree = Collections.singletonMap(path.get(i), tree);
    }
    return ((ConfigObject) ConfigValueFactory.fromAnyRef(tree, origin)).toConfig();
  }

  private List<String> path(String pair, String key) {
    try {
      return ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      throw error(pair, "the key is no path; write names joined by dots, for example train.steps");
    }
  }

  private Object value(String pair, String text) {
    if (text.isEmpty()) {
      throw error(pair, "the value is missing; write key=value, or key=null for none");
    }
    if (text.equals("null")) {
      return null;
    }
    return "\"[{".indexOf(text.charAt(0)) >= 0 ? hocon(pair, text) : Literal.of(text);
  }

  private Object hocon(String pair, String text) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setOriginDescription(origin)
            .setIncluder(Includer.refusing(origin));
    try {
      // No substitutions: they would need the file.
      ConfigObject parsed =
          ConfigFactory.parseString(VALUE + " = " + text, options).resolve().root();
      if (parsed.size() == 1) {
        return parsed.get(VALUE).unwrapped();
      }
    } catch (ConfigException e) {
      throw error(pair, "the value is not valid HOCON; check its quotes and brackets");
    }
    throw error(pair, "the value holds more than one setting; use " + origin + " once for each");
  }

  private InvalidConfigException error(String pair, String advice) {
    return new InvalidConfigException(origin + ": '" + OneLine.of(pair, 80) + "': " + advice);
  }
}
