package org.gflownet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gflownet.env.Environment;
import org.gflownet.env.StateColumns;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * Samples of a trained policy as table rows: the columns that tell objects apart, {@code
 * log_reward}, the object's measured columns (those of doubles), {@code log_pf} (the log
 * probability of the trajectory that built it), what other columns the object has, and, where it is
 * asked for, {@code actions}: the actions of that trajectory as a text.
 *
 * <p>Row i depends on (seed, i) alone. Mutable; not thread-safe.
 *
 * @param <S> the state
 */
public final class SampleRows<S> {
  private static final String LOG_REWARD = "log_reward";
  private static final String LOG_PF = "log_pf";
  private static final String ACTIONS = "actions";
  private static final int CHUNK = 1024;

  private final StateTable<S> table;
  private final Sampler<S> sampler;
  private final PathProbabilities<S> probabilities;
  private final LogReward<? super S> reward;
  private final StateColumns<S> columns;
  private final int[] places;
  private final Function<int[], String> actionText;

  /** Makes sources of rows on executors from the parameters. */
  public interface Factory extends java.io.Serializable {
    /** A source for one task. */
    SampleRows<?> rows(float[] parameters);
  }

  /**
   * A source of rows without actions.
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
    this(environment, reward, model, columns, null);
  }

  /**
   * A source of rows.
   *
   * @param environment of the policy
   * @param reward of the objects
   * @param model with its parameters loaded
   * @param columns of the objects
   * @param actionText of the actions of a trajectory, STOP left out; null for no such column
   */
  public SampleRows(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      StateColumns<S> columns,
      Function<int[], String> actionText) {
    this.table = new StateTable<>(environment, model);
    this.sampler = new Sampler<>(environment, reward);
    this.probabilities = new PathProbabilities<>(table);
    this.reward = reward;
    this.columns = columns;
    this.places = places(columns);
    this.actionText = actionText;
  }

  /** The columns of the rows, in their order. */
  public static TableSchema schema(StateColumns<?> columns) {
    int[] places = places(columns);
    String[] names = new String[places.length];
    Class<?>[] types = new Class<?>[places.length];
    for (int i = 0; i < columns.names().size(); i++) {
      names[places[i]] = columns.names().get(i);
      types[places[i]] = columns.types().get(i);
    }
    names[places[places.length - 2]] = LOG_REWARD;
    names[places[places.length - 1]] = LOG_PF;
    types[places[places.length - 2]] = Double.class;
    types[places[places.length - 1]] = Double.class;
    return new TableSchema(List.of(names), List.of(types));
  }

  /** The columns of rows with actions. */
  public static TableSchema schemaWithActions(StateColumns<?> columns) {
    TableSchema plain = schema(columns);
    List<String> names = new ArrayList<>(plain.names());
    names.add(ACTIONS);
    List<Class<?>> types = new ArrayList<>(plain.types());
    types.add(String.class);
    return new TableSchema(names, types);
  }

  /** Where in a row the object's columns go, then where log R and log P_F go. */
  private static int[] places(StateColumns<?> columns) {
    List<Class<?>> types = columns.types();
    int width = types.size();
    int[] places = new int[width + 2];
    int next = 0;
    for (int i = 0; i < columns.numKeys(); i++) {
      places[i] = next++;
    }
    places[width] = next++;
    for (int i = columns.numKeys(); i < width; i++) {
      if (types.get(i) == Double.class) {
        places[i] = next++;
      }
    }
    places[width + 1] = next++;
    for (int i = columns.numKeys(); i < width; i++) {
      if (types.get(i) != Double.class) {
        places[i] = next++;
      }
    }
    return places;
  }

  /** Number of rows to ask for at a time; more would only cost memory. */
  public static int chunk() {
    return CHUNK;
  }

  /** Rows {@code from..to-1}. */
  public List<Object[]> rows(long seed, long from, long to) {
    table.clear();
    List<Trajectory<S>> trajectories = sampler.sample(table, Exploration.NONE, seed, 0, from, to);
    double[] logRewards = logRewards(trajectories);
    int width = columns.names().size();
    Object[] object = new Object[width + 2];
    List<Object[]> rows = new ArrayList<>(trajectories.size());
    for (Trajectory<S> trajectory : trajectories) {
      columns.write(trajectory.terminatingState(), object);
      object[width] = logRewards[rows.size()];
      object[width + 1] = probabilities.logForward(trajectory);
      Object[] row = new Object[object.length + (actionText == null ? 0 : 1)];
      for (int i = 0; i < object.length; i++) {
        row[places[i]] = object[i];
      }
      if (actionText != null) {
        row[object.length] = actionText.apply(trajectory.actions());
      }
      rows.add(row);
    }
    return rows;
  }

  private double[] logRewards(List<Trajectory<S>> trajectories) {
    double[] logRewards = trajectories.stream().mapToDouble(Trajectory::logReward).toArray();
    reward.unshare(trajectories.stream().map(Trajectory::terminatingState).toList(), logRewards);
    return logRewards;
  }
}
