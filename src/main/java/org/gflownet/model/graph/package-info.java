/**
 * The message-passing network on graphs of blocks (fragment molecules) behind {@link
 * org.gflownet.model.FlowModel}: its shape and flat parameter vector, and an engine over {@link
 * org.gflownet.model.MatrixKernels}.
 *
 * <p>Depends on {@code math}, {@code env} and {@code model}.
 */
package org.gflownet.model.graph;
