/**
 * The body of {@code score}: tables of molecules through the scorers of the cluster, in order, in
 * bounded memory, resumable.
 *
 * <p>Of {@code run} it may use {@code run.setup} alone.
 */
package org.gflownet.run.score;
