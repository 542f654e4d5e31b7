/**
 * Training objectives: which states must be evaluated, the loss, and its derivative by the model's
 * outputs: {@link org.gflownet.objective.FlowMatching} over states, the others over whole paths
 * ({@link org.gflownet.objective.TrajectoryBalance}, {@link
 * org.gflownet.objective.DetailedBalance}, {@link org.gflownet.objective.SubTrajectoryBalance},
 * {@link org.gflownet.objective.LogVariance}).
 *
 * <p>To add one, implement {@link org.gflownet.objective.Objective}, for a loss over paths with the
 * help of {@code PathTerms}; give it a name in {@code config.TrainConfig.Objective} and make it in
 * {@code job.ConfiguredWorkers}. {@code PathObjectivesTest} holds each to its hand-worked value,
 * finite differences and zero at the exact flow.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model} and {@code trajectory}.
 */
package org.gflownet.objective;
