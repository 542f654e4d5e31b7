package org.gflownet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.env.StateColumns;
import org.gflownet.math.LogSpace;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.VisitedRecorder;
import org.gflownet.train.VisitedRows;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Trajectory;

/**
 * Makes the rows of {@link TableSchema#visited}: the object's columns, R(x), log R(x) and log P_F
 * of the path that built it.
 *
 * <p>P_F is the policy that the rollouts deviated from, without exploration, with the parameters of
 * the rollouts; where several actions make one transition it is their sum.
 *
 * @param <S> the state
 */
public final class VisitedRowRecorder<S> implements VisitedRecorder<S>, ObjectRecorder<S> {
  private final StateColumns<S> columns;
  private final List<Class<?>> types;
  private final LogReward<? super S> reward;

  /**
   * A recorder.
   *
   * @param columns of the objects
   * @param reward that gave the rewards, which tables hold unshared
   */
  public VisitedRowRecorder(StateColumns<S> columns, LogReward<? super S> reward) {
    this.columns = columns;
    this.reward = reward;
    this.types = columns.types();
  }

  @Override
  public VisitedRows record(StateTable<S> table, List<Trajectory<S>> trajectories, long step) {
    int size = trajectories.size();
    PathProbabilities<S> probabilities = new PathProbabilities<>(table);
    List<S> objects = new ArrayList<>(size);
    int[] indices = new int[size];
    double[] logRewards = new double[size];
    double[] logForward = new double[size];
    for (int i = 0; i < size; i++) {
      Trajectory<S> trajectory = trajectories.get(i);
      objects.add(trajectory.terminatingState());
      indices[i] = (int) trajectory.index();
      logRewards[i] = trajectory.logReward();
      logForward[i] = probabilities.logForward(trajectory);
    }
    return rows(objects, logRewards, logForward, indices, step);
  }

  @Override
  public VisitedRows record(List<S> objects, double[] logRewards, int[] numbers, long step) {
    double[] none = new double[objects.size()];
    Arrays.fill(none, Double.NaN);
    return rows(objects, logRewards, none, numbers, step);
  }

  private VisitedRows rows(
      List<S> objects, double[] logRewards, double[] logForward, int[] numbers, long step) {
    int size = objects.size();
    reward.unshare(objects, logRewards);
    long[] steps = new long[size];
    Arrays.fill(steps, step);
    double[] rewards = new double[size];
    List<Object> arrays = new ArrayList<>();
    types.forEach(type -> arrays.add(array(type, size)));
    Object[] row = new Object[types.size()];
    for (int i = 0; i < size; i++) {
      columns.write(objects.get(i), row);
      for (int c = 0; c < row.length; c++) {
        set(arrays.get(c), i, row[c]);
      }
      rewards[i] = LogSpace.exp(logRewards[i]);
    }
    arrays.addAll(Arrays.asList(rewards, logRewards, logForward));
    return new VisitedRows(steps, numbers, arrays);
  }

  private static Object array(Class<?> type, int size) {
    if (type == Integer.class) {
      return new int[size];
    } else if (type == Long.class) {
      return new long[size];
    } else if (type == Double.class) {
      return new double[size];
    } else if (type == String.class) {
      return new String[size];
    }
    throw new IllegalArgumentException("no column can hold " + type);
  }

  private static void set(Object array, int i, Object value) {
    if (array instanceof int[] ints) {
      ints[i] = (Integer) value;
    } else if (array instanceof long[] longs) {
      longs[i] = (Long) value;
    } else if (array instanceof double[] doubles) {
      doubles[i] = value == null ? Double.NaN : (Double) value;
    } else {
      ((String[]) array)[i] = (String) value;
    }
  }
}
