/**
 * The program: {@link org.gflownet.job.Main} and its sub-commands, a package each, which turn
 * options into calls of {@code run}. Nothing depends on it.
 */
package org.gflownet.job;
