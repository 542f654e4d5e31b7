/**
 * Programs to read: each a single file on the public classes, with a {@code main} of its own.
 *
 * <p>Depends on everything below the adapters and on the optimisers of {@code model.dl4j}; nothing
 * depends on it, and it knows neither Spark nor the configuration.
 */
package org.gflownet.examples;
