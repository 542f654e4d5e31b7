package org.gflownet.api;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Rewards of molecules as functions of SQL, for sessions that name this class in {@code
 * spark.sql.extensions}:
 *
 * <ul>
 *   <li>{@code gflownet_reward(name, smiles [, settings])}, a DOUBLE: R, or NULL without a score
 *   <li>{@code gflownet_reward_error(name, smiles [, settings])}, a STRING: why there is no score,
 *       or NULL
 * </ul>
 *
 * <p>{@code name} and {@code settings}, a map of settings below {@code reward.}, are constants;
 * mistakes in them are an {@link org.apache.spark.sql.AnalysisException} of one line. Values are
 * those of {@link Rewards}.
 */
public final class GflownetExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** For Spark, which makes it by its name. */
  public GflownetExtensions() {}

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (SqlReward.Result result : SqlReward.Result.values()) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(result.function()), info(result), new Builder(result)));
    }
    return BoxedUnit.UNIT;
  }

  private static ExpressionInfo info(SqlReward.Result result) {
    return new ExpressionInfo(
        SqlReward.class.getName(),
        null,
        result.function(),
        "_FUNC_(name, smiles [, settings]) - " + result.usage(),
        "",
        "",
        "",
        "",
        "",
        "",
        "scala_udf");
  }

  /** Makes the expression of a call. */
  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression> {
    private final SqlReward.Result result;

    Builder(SqlReward.Result result) {
      this.result = result;
    }

    @Override
    public Expression apply(Seq<Expression> arguments) {
      return UserMistakes.ofQuery(new SqlCall(result, arguments)::expression);
    }
  }
}
