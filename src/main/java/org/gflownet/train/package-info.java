/**
 * The training loop on the driver, the body of a task, and how slices of a step are run and merged.
 * Knows nothing of Spark, DL4J or files.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model}, {@code trajectory} and
 * {@code objective}.
 */
package org.gflownet.train;
