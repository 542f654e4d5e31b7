/**
 * Programs to read: each a single file on the public classes, with a {@code main} of its own.
 *
 * <p>Depends on {@code math}, {@code env}, {@code env.hypergrid}, {@code reward}, {@code
 * reward.hypergrid}, {@code model}, {@code trajectory}, {@code objective}, {@code train}, {@code
 * eval} and the optimisers of {@code model.dl4j}. Nothing depends on it, and it knows neither Spark
 * nor the configuration.
 */
package org.gflownet.examples;
