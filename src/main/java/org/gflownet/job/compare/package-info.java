/**
 * The command that compares methods, settings and seeds: plans runs, carries them out one per core,
 * tabulates and ranks what they report.
 *
 * <p>Uses {@code job.common} and {@code run}, no other command.
 */
package org.gflownet.job.compare;
