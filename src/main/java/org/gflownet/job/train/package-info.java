/**
 * The command that trains a policy: options and messages; the work is done below.
 *
 * <p>Uses {@code job.common} and {@code run}, no other command.
 */
package org.gflownet.job.train;
