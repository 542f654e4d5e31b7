/**
 * The command that evaluates a run: options and messages; the work is done below.
 *
 * <p>Uses {@code job.common} and {@code run}, no other command.
 */
package org.gflownet.job.evaluate;
