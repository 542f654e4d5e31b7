package org.gflownet.api;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.train.TaskMemoryException;
import scala.Function1;

/**
 * The function behind a call in SQL: a text to a number or a text. Thread-safe.
 *
 * @param scorer of the reward
 * @param result which of its results
 */
record SqlReward(ConfiguredScorer scorer, Result result)
    implements Function1<Object, Object>, Serializable {

  /**
   * What became of texts, for all calls of this JVM: a query that asks for the error beside the
   * reward reads and scores each once, and both answers are of the same try.
   */
  private static final BoundedCache<List<String>, Scored> KNOWN = new BoundedCache<>(1 << 16);

  /** Longer texts are no molecules that anybody draws, and would fill the memory. */
  private static final int LONGEST_KNOWN = 1000;

  /**
   * What became of a text.
   *
   * @param reward null without a score
   * @param error null with a score
   */
  private record Scored(Double reward, String error) {}

  /** What a call asks for. */
  enum Result {
    /** R. */
    REWARD("gflownet_reward", "R of a molecule; NULL without a score.") {
      @Override
      DataType type() {
        return DataTypes.DoubleType;
      }

      @Override
      Object of(Scored scored) {
        return scored.reward();
      }
    },
    /** Why there is none. */
    ERROR("gflownet_reward_error", "Why a molecule has no score; NULL where it has one.") {
      @Override
      DataType type() {
        return DataTypes.StringType;
      }

      @Override
      Object of(Scored scored) {
        return scored.error();
      }
    };

    private final String function;
    private final String usage;

    Result(String function, String usage) {
      this.function = function;
      this.usage = usage;
    }

    abstract Object of(Scored scored);

    /** Name in SQL. */
    String function() {
      return function;
    }

    /** Type in SQL. */
    abstract DataType type();

    /** What DESCRIBE FUNCTION says. */
    String usage() {
      return usage;
    }
  }

  @Override
  public Object apply(Object smiles) {
    String text = smiles == null ? "" : (String) smiles;
    List<String> key = List.of(scorer.key(), text);
    Scored known = KNOWN.get(key);
    if (known == null) {
      known = TaskMemoryException.guard(() -> score(text));
      if (text.length() <= LONGEST_KNOWN) {
        KNOWN.put(key, known);
      }
    }
    return result.of(known);
  }

  private Scored score(String smiles) {
    String[] structures = {smiles};
    ChunkScores scores = scorer.create().score(new MoleculeChunk(false, structures, null));
    String error = scores.errors()[0];
    return new Scored(error == null ? scores.rewards()[0] : null, error);
  }
}
