/**
 * The body of {@code evaluate}: metrics of a policy and of what training visited, and their files.
 *
 * <p>Of {@code run} it may use {@code run.setup} and {@code run.folder}.
 */
package org.gflownet.run.evaluate;
