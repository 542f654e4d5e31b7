/**
 * The body of {@code sample}: objects from a policy, drawn by the cluster into one file or folder.
 *
 * <p>Of {@code run} it may use {@code run.setup} and {@code run.folder}.
 */
package org.gflownet.run.sample;
