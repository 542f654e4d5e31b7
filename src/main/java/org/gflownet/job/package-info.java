/**
 * The program: sub-commands, wiring and exit codes. The only package that knows both the
 * configuration and the adapters; nothing depends on it. What a name in the configuration stands
 * for is decided in {@link org.gflownet.job.Problem} (environments and rewards), {@link
 * org.gflownet.job.Network} (networks, optimisers) and {@link org.gflownet.job.ConfiguredWorkers}
 * (objectives).
 */
package org.gflownet.job;
