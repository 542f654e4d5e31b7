package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.StateColumns;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * Samples of a trained policy as table rows: the object's columns, then {@code log_reward} and
 * {@code log_pf}, the log probability of the trajectory that built it.
 *
 * <p>Row i depends on (seed, i) alone. Mutable; not thread-safe.
 *
 * @param <S> the state
 */
public final class SampleRows<S> {
  /** Names of the columns behind the object's own. */
  public static final List<String> EXTRA_COLUMNS = List.of("log_reward", "log_pf");

  private static final int CHUNK = 1024;

  private final StateTable<S> table;
  private final Sampler<S> sampler;
  private final PathProbabilities<S> probabilities;
  private final StateColumns<S> columns;

  /** Makes sources of rows on executors from the parameters. */
  public interface Factory extends java.io.Serializable {
    /** A source for one task. */
    SampleRows<?> rows(float[] parameters);
  }

  /**
   * A source of rows.
   *
   * @param environment of the policy
   * @param reward of the objects
   * @param model with its parameters loaded
   * @param columns of the objects
   */
  public SampleRows(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      StateColumns<S> columns) {
    this.table = new StateTable<>(environment, model);
    this.sampler = new Sampler<>(environment, reward);
    this.probabilities = new PathProbabilities<>(table);
    this.columns = columns;
  }

  /** Number of rows to ask for at a time; more would only cost memory. */
  public static int chunk() {
    return CHUNK;
  }

  /** Rows {@code from..to-1}. */
  public List<Object[]> rows(long seed, long from, long to) {
    table.clear();
    List<Trajectory<S>> trajectories = sampler.sample(table, Exploration.NONE, seed, 0, from, to);
    int width = columns.names().size();
    List<Object[]> rows = new ArrayList<>(trajectories.size());
    for (Trajectory<S> trajectory : trajectories) {
      Object[] row = new Object[width + EXTRA_COLUMNS.size()];
      columns.write(trajectory.terminatingState(), row);
      row[width] = trajectory.logReward();
      row[width + 1] = probabilities.logForward(trajectory);
      rows.add(row);
    }
    return rows;
  }
}
