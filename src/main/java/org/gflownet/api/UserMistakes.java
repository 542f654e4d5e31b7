package org.gflownet.api;

import java.util.function.Supplier;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.run.UserException;
import scala.Option;
import scala.collection.immutable.Map$;

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

  /**
   * What an action on behalf of a query returns. What is the user's to mend becomes an {@link
   * AnalysisException}, undeclared as Spark's own are, which shells know for such.
   */
  static <T> T ofQuery(Supplier<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      throw UserMistakes.<RuntimeException>unchecked(
          new AnalysisException(
              e.getMessage(),
              Option.empty(),
              Option.empty(),
              Option.apply(e),
              Option.empty(),
              Map$.MODULE$.empty(),
              new QueryContext[0]));
    }
  }

  /** The compiler takes it for an exception that needs no declaration. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable mistake) throws E {
    throw (E) mistake;
  }
}
