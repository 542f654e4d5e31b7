/**
 * From settings to the things that they name: environments and rewards in {@link
 * org.gflownet.run.setup.Problem}, networks and optimisers in {@link
 * org.gflownet.run.setup.Network}, objectives in {@link org.gflownet.run.setup.ConfiguredWorkers},
 * the files that settings name in {@link org.gflownet.run.setup.NamedFiles}, and where it all runs
 * in {@link org.gflownet.run.setup.Master}. The same on the driver and on executors.
 *
 * <p>May depend on everything but {@code job} and the other sub-packages of {@code run}.
 */
package org.gflownet.run.setup;
