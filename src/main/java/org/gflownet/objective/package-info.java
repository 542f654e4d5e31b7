/**
 * Training objectives: which states must be evaluated, the loss, and its derivative by the model's
 * outputs. To add one, implement {@link org.gflownet.objective.Objective}.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model} and {@code trajectory}.
 */
package org.gflownet.objective;
