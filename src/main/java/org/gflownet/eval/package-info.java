/**
 * Measures of how well a model samples: the exact terminating distribution and distances to the
 * target, bounds and correlations from samples, modes found, and the window of visited states.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model} and {@code trajectory}.
 */
package org.gflownet.eval;
