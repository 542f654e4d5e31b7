package org.gflownet.api;

import java.util.Arrays;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * {@link Rewards} as a stage of a Spark ML pipeline: adds {@code reward}, {@code raw} and {@code
 * error} to a table with a column of SMILES. Saved and loaded as Spark's own stages are; of files
 * that settings name, their names are saved. Thread-safe as those are: for reading.
 *
 * <pre>{@code
 * Dataset<Row> scored = new RewardTransformer().setReward("qed").transform(table);
 * }</pre>
 */
public final class RewardTransformer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> reward;
  private final StringArrayParam settings;
  private final Param<String> inputCol;

  /** A stage with a name of its own. */
  public RewardTransformer() {
    this(Identifiable$.MODULE$.randomUID("reward"));
  }

  /** A stage of a name, as Spark makes copies and loads. */
  public RewardTransformer(String uid) {
    this.uid = uid;
    reward = new Param<>(this, "reward", "name of the reward of molecules, as of Rewards.named");
    settings =
        new StringArrayParam(
            this, "settings", "settings of the reward as key=value, the key below reward.");
    inputCol = new Param<>(this, "inputCol", "name of the column of SMILES");
    setDefault(settings, new String[0]);
    setDefault(inputCol, "smiles");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Name of the reward; has to be set. */
  public Param<String> reward() {
    return reward;
  }

  /** Settings, {@code key=value}; none unless set. */
  public StringArrayParam settings() {
    return settings;
  }

  /** Column of SMILES; {@code smiles} unless set. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Sets the reward, by a name as of {@link Rewards#named}. */
  public RewardTransformer setReward(String name) {
    set(reward, name);
    return this;
  }

  /** Sets all settings, each {@code key=value} with a key as of {@link Rewards#with}. */
  public RewardTransformer setSettings(String... pairs) {
    set(settings, pairs.clone());
    return this;
  }

  /** Sets the column of SMILES. */
  public RewardTransformer setInputCol(String column) {
    set(inputCol, column);
    return this;
  }

  /** The reward that is set. */
  public String getReward() {
    return getOrDefault(reward);
  }

  /** The settings. */
  public String[] getSettings() {
    return getOrDefault(settings).clone();
  }

  /** The column of SMILES. */
  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  /**
   * The rewards that it scores with.
   *
   * @throws IllegalArgumentException if none is set or a setting is no pair
   */
  private Rewards rewards() {
    if (!isSet(reward)) {
      throw new IllegalArgumentException("no reward is set; name one with setReward");
    }
    Rewards rewards = Rewards.named(getReward());
    for (String pair : getSettings()) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "setting '" + pair + "' of " + Arrays.toString(getSettings()) + " is no key=value");
      }
      rewards = rewards.with(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
    }
    return rewards;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException in one line as of {@link Rewards#score}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> table) {
    return rewards().score(table.toDF(), getInputCol());
  }

  @Override
  public StructType transformSchema(StructType table) {
    return rewards().scoredType(table, getInputCol(), SQLConf.get().caseSensitiveAnalysis());
  }

  @Override
  public RewardTransformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** What reads saved stages, by Spark's convention of a method of this name. */
  public static MLReader<RewardTransformer> read() {
    return new DefaultParamsReader<>();
  }

  /** A stage that was saved at a path. */
  public static RewardTransformer load(String path) {
    return read().load(path);
  }
}
