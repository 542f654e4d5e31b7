package org.gflownet.api;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A reward of molecules, with which tables are scored. Immutable and thread-safe.
 *
 * <pre>{@code
 * Dataset<Row> scored = Rewards.named("qed").with("exponent", 2).score(table, "smiles");
 * }</pre>
 *
 * <p>Rewards, their settings and values are those of {@code score.sh}, to the bit; {@code proxy}
 * computes in the tasks themselves, as {@code score.sh} does in one process.
 */
public final class Rewards {
  static final String REWARD = "reward";
  static final String RAW = "raw";
  static final String ERROR = "error";

  private final String name;
  private final SortedMap<String, String> settings;

  private Rewards(String name, Map<String, String> settings) {
    this.name = name;
    this.settings = new TreeMap<>(settings);
  }

  /**
   * A reward with its settings as they are unless set.
   *
   * @param name {@code reward.name} of the configuration: {@code qed}, {@code logp}, {@code seh},
   *     ..., or that of a plug-in. Checked when a table is scored, since some names need settings
   */
  public static Rewards named(String name) {
    return new Rewards(Objects.requireNonNull(name, "name"), Map.of());
  }

  /**
   * The same reward with another value of a setting.
   *
   * @param key below {@code reward.}, such as {@code exponent} or {@code seh.weights}
   * @param value a number, a boolean or a text as {@code --set} takes it; null for none
   */
  public Rewards with(String key, Object value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(Objects.requireNonNull(key, "key"), String.valueOf(value));
    return new Rewards(name, more);
  }

  /**
   * Scores the molecules of a table, when the result is used. Each task reads some hundred rows at
   * a time; a batch of them is all that it holds beside the scores that it remembers ({@code
   * reward.cache}).
   *
   * @param table of any columns but those that are added
   * @param column of SMILES, a text
   * @return all columns of the table, then {@code reward} (R), {@code raw} (the score before floor,
   *     ceiling, norm and exponent), of a combination one {@code raw.PART} for each part (to be
   *     named in backticks), and {@code error}: where a row has no score, why, and null in {@code
   *     reward} and {@code raw}; null where it has one. Rows stay where they are in their order
   * @throws IllegalArgumentException in one line, before any job, if there is no such reward,
   *     setting, file or column, or the table has one of the new columns already
   */
  public Dataset<Row> score(Dataset<Row> table, String column) {
    boolean exactCase =
        Boolean.parseBoolean(table.sparkSession().conf().get("spark.sql.caseSensitive"));
    int place = place(table.schema(), column, exactCase);
    StructType type = scoredType(table.schema(), column, exactCase);
    ResolvedReward reward = ResolvedReward.of(name, settings, table.sparkSession());
    return table.mapPartitions(
        new ScoringTask(reward.scorer(), place, reward.batchRows()), Encoders.row(type));
  }

  /**
   * The columns of a scored table.
   *
   * @throws IllegalArgumentException if the column is none of SMILES or a new one is there already
   */
  StructType scoredType(StructType table, String column, boolean exactCase) {
    place(table, column, exactCase);
    StructType scores =
        new StructType()
            .add(REWARD, DataTypes.DoubleType, true)
            .add(RAW, DataTypes.DoubleType, true);
    for (String part : ResolvedReward.parts(name, settings)) {
      scores = scores.add(RAW + "." + part, DataTypes.DoubleType, true);
    }
    scores = scores.add(ERROR, DataTypes.StringType, true);
    StructType type = table;
    for (StructField added : scores.fields()) {
      for (String present : table.fieldNames()) {
        if (isSame(present, added.name(), exactCase)) {
          throw new IllegalArgumentException(
              "the table has a column "
                  + present
                  + " already, which scoring would add; rename it, for example with"
                  + " withColumnRenamed, or drop it");
        }
      }
      type = type.add(added);
    }
    return type;
  }

  private static int place(StructType table, String column, boolean exactCase) {
    Objects.requireNonNull(column, "column");
    int place = -1;
    StructField[] fields = table.fields();
    for (int i = 0; i < fields.length; i++) {
      if (isSame(fields[i].name(), column, exactCase)) {
        if (place >= 0) {
          throw new IllegalArgumentException(
              "the table has several columns " + column + "; rename all but one");
        }
        place = i;
      }
    }
    if (place < 0) {
      throw new IllegalArgumentException(
          "the table has no column "
              + column
              + "; its columns are "
              + String.join(", ", table.fieldNames()));
    }
    if (!fields[place].dataType().equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " is of type "
              + fields[place].dataType().simpleString()
              + ", not string; name the one of SMILES");
    }
    return place;
  }

  private static boolean isSame(String one, String other, boolean exactCase) {
    return exactCase
        ? one.equals(other)
        : one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name + settings;
  }
}
