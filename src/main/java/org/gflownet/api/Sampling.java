package org.gflownet.api;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gflownet.run.sample.PolicySamples;

/**
 * How to sample a policy, with the options of {@code sample.sh}. Immutable and thread-safe.
 *
 * <pre>{@code
 * Dataset<Row> molecules = model.sampling(1000).seed(7).distinct().actions().rows();
 * }</pre>
 */
public final class Sampling {
  private static final long TRIES_PER_OBJECT = 100;

  private final GFlowNet model;
  private final long num;
  private final OptionalLong seed;
  private final OptionalLong maxTries;
  private final boolean actions;
  private final OptionalDouble beta;

  private Sampling(
      GFlowNet model,
      long num,
      OptionalLong seed,
      OptionalLong maxTries,
      boolean actions,
      OptionalDouble beta) {
    this.model = model;
    this.num = num;
    this.seed = seed;
    this.maxTries = maxTries;
    this.actions = actions;
    this.beta = beta;
  }

  static Sampling of(GFlowNet model, long num) {
    if (num < 0) {
      throw new IllegalArgumentException("a sample has at least 0 rows, not " + num);
    }
    return new Sampling(
        model, num, OptionalLong.empty(), OptionalLong.empty(), false, OptionalDouble.empty());
  }

  /** With another seed than that of the run: other objects. */
  public Sampling seed(long value) {
    return new Sampling(model, num, OptionalLong.of(value), maxTries, actions, beta);
  }

  /** Distinct objects, from up to 100 draws for each. */
  public Sampling distinct() {
    return distinct(TRIES_PER_OBJECT * num);
  }

  /**
   * Distinct objects: the first draw of each, of each SMILES where there are such.
   *
   * @param tries largest number of draws, at least that of rows; where it does not suffice, there
   *     are fewer rows
   */
  public Sampling distinct(long tries) {
    if (tries < num) {
      throw new IllegalArgumentException(
          num + " distinct objects take at least as many tries, not " + tries);
    }
    if (num > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a sample has at most " + Integer.MAX_VALUE + " distinct rows, not " + num);
    }
    return new Sampling(model, num, seed, OptionalLong.of(tries), actions, beta);
  }

  /** With a column {@code actions}: the steps that built each molecule. */
  public Sampling actions() {
    return new Sampling(model, num, seed, maxTries, true, beta);
  }

  /**
   * At an exponent of the reward, of a policy that was trained for a range of them.
   *
   * @param value within that range; {@code condition.beta} of the run unless set
   */
  public Sampling beta(double value) {
    return new Sampling(model, num, seed, maxTries, actions, OptionalDouble.of(value));
  }

  /**
   * The objects, drawn whenever the table is used. How many draws distinct ones take is found out
   * now, with Spark jobs.
   *
   * @throws IllegalArgumentException in one line, before any job, if the policy is none for a range
   *     of exponents or for that exponent, or builds no molecules whose actions are asked for
   */
  public Dataset<Row> rows() {
    PolicySamples samples = samples();
    return UserMistakes.named(() -> samples.rows(model.spark()));
  }

  /** Whether it takes jobs to find out which rows there are. */
  boolean isDistinct() {
    return maxTries.isPresent();
  }

  /**
   * What to draw.
   *
   * @throws IllegalArgumentException as {@link #rows}
   */
  PolicySamples samples() {
    return UserMistakes.named(() -> model.samples(beta, seed, num, maxTries, actions));
  }
}
