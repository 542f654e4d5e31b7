/**
 * Measures of how well a model samples: the exact terminating distribution and distances to the
 * target, bounds and correlations from samples, log p(x) of single objects, modes found, the window
 * of visited states, and what visited molecules amount to.
 *
 * <p>{@link org.gflownet.eval.TableSchema#visited} is the schema of {@code visited/} in a run
 * folder, one row for each trajectory of training, exactly once:
 *
 * <ul>
 *   <li>{@code step} (bigint): 0-based number of the parameter update that it was sampled for;
 *   <li>{@code trajectory} (int): its index within the step's batch;
 *   <li>the object's columns: {@code smiles}, {@code blocks}, {@code raw} of a molecule, {@code
 *       x0}, {@code x1}, ... of a cell;
 *   <li>{@code reward} and {@code log_reward} (double): R(x) and log R(x);
 *   <li>{@code log_pf} (double): log P_F of its path under the policy of the rollouts.
 * </ul>
 *
 * <p>Files are named {@code steps-FROM-TO.parquet}, TO excluded; hidden files are unfinished.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model}, {@code trajectory},
 * {@code objective} and {@code train}.
 */
package org.gflownet.eval;
