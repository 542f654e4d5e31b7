/**
 * A probe of the driver: steps whose slices only wait and fill a vector, through the executor that
 * training uses, and what the driver's threads have to do for them.
 *
 * <p>Depends on {@code env.hypergrid}, {@code math}, {@code model}, {@code objective}, {@code
 * reward}, {@code scaling}, {@code spark}, {@code train}, {@code trajectory} and {@code env}, and
 * on Spark.
 */
package org.gflownet.spark.probe;
