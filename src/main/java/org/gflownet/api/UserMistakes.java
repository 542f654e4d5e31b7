package org.gflownet.api;

import java.util.function.Supplier;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.run.UserException;

/** Mistakes of the caller in Java's own words. */
final class UserMistakes {
  private UserMistakes() {}

  /**
   * What an action returns.
   *
   * @throws IllegalArgumentException for what is the user's to mend, in one line
   */
  static <T> T named(Supplier<T> action) {
    try {
      return action.get();
    } catch (UserException | InvalidConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
