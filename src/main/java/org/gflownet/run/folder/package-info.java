/**
 * The folder of a run: its settings, checkpoints, metrics, provenance and logs, and what a resumed
 * run may change.
 *
 * <p>Of {@code run} it may use {@code run.setup} alone.
 */
package org.gflownet.run.folder;
