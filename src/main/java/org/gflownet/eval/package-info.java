/**
 * Measures of how well a model samples: the exact terminating distribution and distances to the
 * target, bounds and correlations from samples, log p(x) of single objects, modes found, the window
 * of visited states, and what visited molecules amount to.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model} and {@code trajectory}.
 */
package org.gflownet.eval;
