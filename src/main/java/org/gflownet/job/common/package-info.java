/**
 * What several commands share: options, secrets in arguments, how a failure becomes one line and an
 * exit code.
 *
 * <p>May depend on {@code run}, {@code config} and what stands below them, not on commands.
 */
package org.gflownet.job.common;
