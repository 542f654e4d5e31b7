package org.gflownet.api;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** A call of a function of SQL, with its arguments checked. On the driver, as queries are read. */
final class SqlCall {
  private final SqlReward.Result result;
  private final List<Expression> arguments;

  SqlCall(SqlReward.Result result, Seq<Expression> arguments) {
    this.result = result;
    this.arguments = JavaConverters.seqAsJavaList(arguments);
  }

  /**
   * What Spark computes for it.
   *
   * @throws IllegalArgumentException in one line for any mistake in the arguments
   */
  Expression expression() {
    if (arguments.size() != 2 && arguments.size() != 3) {
      throw mistake("takes a name, SMILES and settings or none, not " + arguments.size());
    }
    ResolvedReward reward = ResolvedReward.of(name(), settings(), SparkSession.active());
    return new ScalaUDF(
        new SqlReward(reward.scorer(), result),
        result.type(),
        JavaConverters.asScalaBuffer(List.of(smiles())).toList(),
        JavaConverters.asScalaBuffer(List.<Option<ExpressionEncoder<?>>>of()).toList(),
        Option.empty(),
        Option.apply(result.function()),
        true,
        true);
  }

  private String name() {
    Expression name = arguments.get(0);
    if (!name.foldable() || !name.dataType().equals(DataTypes.StringType)) {
      throw mistake("needs the name of a reward as a constant, not " + name.sql());
    }
    Object value = name.eval(null);
    if (value == null) {
      throw mistake("needs the name of a reward, not NULL");
    }
    return value.toString();
  }

  private Expression smiles() {
    Expression smiles = arguments.get(1);
    if (smiles.dataType().equals(DataTypes.NullType)) {
      return Literal$.MODULE$.create(null, DataTypes.StringType);
    }
    if (!smiles.dataType().equals(DataTypes.StringType)) {
      throw mistake(
          "needs SMILES as a string; "
              + smiles.sql()
              + " is a "
              + smiles.dataType().simpleString());
    }
    return smiles;
  }

  private SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    if (arguments.size() == 3) {
      Expression map = arguments.get(2);
      if (!map.foldable()
          || !(map.dataType() instanceof MapType type)
          || !type.keyType().equals(DataTypes.StringType)) {
        throw mistake("needs settings as a constant map, as map('exponent', 2), not " + map.sql());
      }
      if (map.eval(null) instanceof MapData data) {
        for (int i = 0; i < data.numElements(); i++) {
          settings.put(
              data.keyArray().getUTF8String(i).toString(),
              String.valueOf(data.valueArray().get(i, type.valueType())));
        }
      }
    }
    return settings;
  }

  private IllegalArgumentException mistake(String what) {
    return new IllegalArgumentException(result.function() + " " + what);
  }
}
