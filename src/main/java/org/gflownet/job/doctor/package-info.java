/**
 * The command that says what a machine or a configuration lacks: options and messages; the work is
 * done below.
 *
 * <p>Uses {@code job.common} and {@code run}, no other command.
 */
package org.gflownet.job.doctor;
