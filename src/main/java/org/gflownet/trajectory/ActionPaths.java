package org.gflownet.trajectory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;

/**
 * Complete paths as the forward actions that lead from s0 to each object x, with log R(x): a form
 * of plain numbers for the trajectories of every environment, STOP left out. Crosses between driver
 * and executors. Immutable.
 *
 * <p>A path also carries a hash of its object, and may carry a fingerprint of it, a bit set of as
 * many words for each path.
 */
public final class ActionPaths implements Serializable {
  private static final long serialVersionUID = 1;

  /** No paths. */
  public static final ActionPaths NONE =
      new ActionPaths(new int[1], new int[0], new double[0], new int[0], new long[0]);

  private final int[] offsets;
  private final int[] actions;
  private final double[] logRewards;
  private final int[] hashes;
  private final long[] fingerprints;

  /**
   * Paths over given arrays, which are kept.
   *
   * @param offsets n + 1 positions: path i has the actions {@code offsets[i] .. offsets[i + 1] - 1}
   * @param actions of all paths, one after the other
   * @param logRewards log R(x) of each path's object
   * @param hashes of the objects, the same on every machine
   * @param fingerprints of the objects, one after the other; empty for none
   * @throws IllegalArgumentException if the lengths do not agree
   */
  public ActionPaths(
      int[] offsets, int[] actions, double[] logRewards, int[] hashes, long[] fingerprints) {
    int size = logRewards.length;
    if (offsets.length != size + 1
        || offsets[size] != actions.length
        || hashes.length != size
        || fingerprints.length % Math.max(1, size) != 0) {
      throw new IllegalArgumentException("the arrays of " + size + " paths do not agree");
    }
    this.offsets = offsets;
    this.actions = actions;
    this.logRewards = logRewards;
    this.hashes = hashes;
    this.fingerprints = fingerprints;
  }

  /** The paths of trajectories, without fingerprints. */
  public static <S> ActionPaths of(List<Trajectory<S>> trajectories) {
    return of(trajectories, new long[0]);
  }

  /**
   * The paths of trajectories.
   *
   * @param fingerprints of their objects, one after the other
   */
  public static <S> ActionPaths of(List<Trajectory<S>> trajectories, long[] fingerprints) {
    int size = trajectories.size();
    int[] offsets = new int[size + 1];
    double[] logRewards = new double[size];
    int[] hashes = new int[size];
    IntList actions = new IntList(8 * size + 1);
    for (int i = 0; i < size; i++) {
      Trajectory<S> trajectory = trajectories.get(i);
      for (int action : trajectory.actions()) {
        actions.add(action);
      }
      offsets[i + 1] = actions.size();
      logRewards[i] = trajectory.logReward();
      hashes[i] = trajectory.terminatingState().hashCode();
    }
    return new ActionPaths(offsets, actions.toArray(), logRewards, hashes, fingerprints);
  }

  /** Several sets of paths, one after the other. */
  public static ActionPaths concat(List<ActionPaths> parts) {
    int size = parts.stream().mapToInt(ActionPaths::size).sum();
    int[] offsets = new int[size + 1];
    int[] actions = new int[parts.stream().mapToInt(part -> part.actions.length).sum()];
    double[] logRewards = new double[size];
    int[] hashes = new int[size];
    long[] fingerprints = new long[parts.stream().mapToInt(part -> part.fingerprints.length).sum()];
    int path = 0;
    int action = 0;
    int word = 0;
    for (ActionPaths part : parts) {
      System.arraycopy(part.actions, 0, actions, action, part.actions.length);
      System.arraycopy(part.logRewards, 0, logRewards, path, part.size());
      System.arraycopy(part.hashes, 0, hashes, path, part.size());
      System.arraycopy(part.fingerprints, 0, fingerprints, word, part.fingerprints.length);
      for (int i = 0; i < part.size(); i++) {
        offsets[path + i + 1] = action + part.offsets[i + 1];
      }
      path += part.size();
      action += part.actions.length;
      word += part.fingerprints.length;
    }
    return new ActionPaths(offsets, actions, logRewards, hashes, fingerprints);
  }

  /** Number of paths. */
  public int size() {
    return logRewards.length;
  }

  /** One path alone. */
  public ActionPaths path(int i) {
    int words = fingerprintWords();
    int[] own = Arrays.copyOfRange(actions, offsets[i], offsets[i + 1]);
    return new ActionPaths(
        new int[] {0, own.length},
        own,
        new double[] {logRewards[i]},
        new int[] {hashes[i]},
        Arrays.copyOfRange(fingerprints, i * words, (i + 1) * words));
  }

  /** log R(x) of a path's object. */
  public double logReward(int i) {
    return logRewards[i];
  }

  /** Hash of a path's object. */
  public int hash(int i) {
    return hashes[i];
  }

  /** Words of a fingerprint; 0 for none. */
  public int fingerprintWords() {
    return size() == 0 ? 0 : fingerprints.length / size();
  }

  /** Where paths begin among the actions, and the end of the last; not a copy. */
  public int[] offsets() {
    return offsets;
  }

  /** The actions of all paths; not a copy. */
  public int[] actions() {
    return actions;
  }

  /** log R of all objects; not a copy. */
  public double[] logRewards() {
    return logRewards;
  }

  /** Hashes of all objects; not a copy. */
  public int[] hashes() {
    return hashes;
  }

  /** Fingerprints of all objects; not a copy. */
  public long[] fingerprints() {
    return fingerprints;
  }

  /**
   * Walks a path again.
   *
   * @param index number given to the trajectory
   * @throws IllegalArgumentException if an action is illegal where it is taken
   */
  public <S> Trajectory<S> trajectory(Environment<S> environment, int i, long index) {
    int[] own = Arrays.copyOfRange(actions, offsets[i], offsets[i + 1]);
    List<S> states = new ArrayList<>(own.length + 1);
    S state = environment.initialState();
    states.add(state);
    for (int action : own) {
      state = environment.step(state, action);
      states.add(state);
    }
    boolean stopped = environment.termination(state) == Termination.OPTIONAL;
    return new Trajectory<>(states, own, stopped, logRewards[i], index);
  }
}
