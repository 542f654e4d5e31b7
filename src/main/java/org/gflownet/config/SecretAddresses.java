package org.gflownet.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Addresses with a password in them, {@code https://me:secret@host/}: settings and command lines
 * are kept and shown, so they may hold none.
 *
 * <p>A user without a password is one only for a web address ({@code https://token@host}), since
 * storage has containers there: {@code abfss://container@account/}.
 */
public final class SecretAddresses {
  /**
   * What is searched for, as a regular expression: what stands between the scheme and the last
   * {@code @}, where it has a colon that does not begin a port. Passwords with a slash in them are
   * found, too. Repetitions are bounded, so that no text takes long.
   */
  public static final String PATTERN =
      "(?i)(?<=\\bhttps?://)[^\\s/?#@]{1,1000}@"
          + "|(?<=://)(?!\\[)[^\\s/?#:@]{0,256}:(?!\\d{0,5}(?:[/,?#\\s\"']|$))\\S{0,1000}@";

  /** What to say of one. */
  public static final String ADVICE =
      "an address with a user and password in it, which is not repeated here: settings are kept in"
          + " run folders and command lines are seen by others; leave out what stands before @ and"
          + " give it to spark-submit with --properties-file, to Hadoop's credential provider, or"
          + " in the environment of the program that needs it";

  private static final Pattern USER = Pattern.compile(PATTERN);
  private static final String HIDDEN = "*********(redacted)@";

  private final String name;

  private SecretAddresses(String name) {
    this.name = name;
  }

  /** Whether a text holds one. */
  public static boolean isIn(String text) {
    return text.contains("://") && USER.matcher(text).find();
  }

  /** A text without the users and passwords of its addresses. */
  public static String hidden(String text) {
    return isIn(text) ? USER.matcher(text).replaceAll(HIDDEN) : text;
  }

  /**
   * Complains about the first one, in alphabetical order of the keys.
   *
   * @param root resolved settings, of environment variables, too
   * @param name of the configuration, for messages
   */
  static void check(ConfigObject root, String name) {
    new SecretAddresses(name).check("", root);
  }

  private void check(String path, ConfigValue value) {
    if (value instanceof ConfigObject section) {
      new TreeMap<>(section)
          .forEach(
              (key, inner) -> {
                refuse(path, key, inner);
                check(path + (path.isEmpty() ? "" : ".") + ConfigUtil.joinPath(key), inner);
              });
    } else if (value instanceof ConfigList list) {
      list.forEach(element -> check(path, element));
    } else if (value.unwrapped() instanceof String text && !path.equals(MlflowConfig.URI_KEY)) {
      refuse(path, text, value);
    }
  }

  private void refuse(String path, String text, ConfigValue value) {
    if (isIn(text)) {
      throw new InvalidConfigException(
          Location.of(value.origin(), name)
              + ": "
              + (path.isEmpty() ? "" : OneLine.of(path, 120) + ": ")
              + ADVICE);
    }
  }
}
