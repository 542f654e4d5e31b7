/**
 * The command that scores a table of molecules: options and messages; the work is done below.
 *
 * <p>Uses {@code job.common} and {@code run}, no other command.
 */
package org.gflownet.job.score;
