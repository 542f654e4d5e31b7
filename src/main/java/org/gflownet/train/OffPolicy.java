package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gflownet.env.Environment;
import org.gflownet.math.RandomStream;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.NonFiniteLogitsException;
import org.gflownet.trajectory.Trajectory;

/**
 * What a worker does with a replay memory: which of its trajectories it sends to it, and how it
 * takes drawn ones up again. One per worker; not thread-safe.
 *
 * @param <S> the state
 */
public final class OffPolicy<S> {
  private static final long[] NO_FINGERPRINTS = {};

  private final boolean sends;
  private final boolean freshPaths;
  private final Function<S, long[]> fingerprint;

  /**
   * A worker's part in replay.
   *
   * @param sends whether sampled trajectories go to a memory
   * @param freshPaths whether drawn ones stand for their objects alone, to which P_B draws new
   *     paths; else they are taken as they were
   * @param fingerprint of an object, or null where none is needed; always of the same length
   */
  public OffPolicy(boolean sends, boolean freshPaths, Function<S, long[]> fingerprint) {
    this.sends = sends;
    this.freshPaths = freshPaths;
    this.fingerprint = fingerprint;
  }

  /** No part. */
  public static <S> OffPolicy<S> none() {
    return new OffPolicy<>(false, false, null);
  }

  /** What goes to the memory of the trajectories that a slice sampled. */
  ActionPaths sent(List<Trajectory<S>> sampled) {
    if (!sends || sampled.isEmpty()) {
      return ActionPaths.NONE;
    }
    if (fingerprint == null) {
      return ActionPaths.of(sampled, NO_FINGERPRINTS);
    }
    long[][] prints =
        sampled.stream()
            .map(trajectory -> fingerprint.apply(trajectory.terminatingState()))
            .toArray(long[][]::new);
    long[] joined = new long[prints.length * prints[0].length];
    for (int i = 0; i < prints.length; i++) {
      System.arraycopy(prints[i], 0, joined, i * prints[0].length, prints[0].length);
    }
    return ActionPaths.of(sampled, joined);
  }

  /**
   * Trajectories of drawn paths.
   *
   * @param table its model has the step's parameters; receives states met by a learned P_B
   * @param drawn from the memory
   * @param first index of the first of them in the step's batch
   * @throws NonFiniteLogitsException if the model gives logits that are not finite
   */
  List<Trajectory<S>> taken(
      StateTable<S> table, ActionPaths drawn, StepRequest request, long first) {
    Environment<S> environment = table.environment();
    List<Trajectory<S>> kept = new ArrayList<>(drawn.size());
    for (int i = 0; i < drawn.size(); i++) {
      kept.add(drawn.trajectory(environment, i, first + i));
    }
    if (!freshPaths || kept.isEmpty()) {
      return kept;
    }
    long stream = RandomStream.derive(request.seed(), "backward-paths");
    List<S> objects = new ArrayList<>(kept.size());
    List<RandomStream> randoms = new ArrayList<>(kept.size());
    for (Trajectory<S> trajectory : kept) {
      objects.add(trajectory.terminatingState());
      randoms.add(new RandomStream(stream, request.step(), trajectory.index()));
    }
    return new BackwardSampler<>(environment)
        .sample(table, objects, drawn.logRewards(), randoms, first);
  }
}
