/**
 * The engine {@code vector}: register-blocked kernels on {@code jdk.incubator.vector}, which the
 * JVM must resolve ({@code --add-modules jdk.incubator.vector}).
 *
 * <p>Compiled by itself; public signatures name only types of {@code java.*} and of this project.
 * Depends on {@code math} and {@code model}.
 */
package org.gflownet.model.vector;
