/**
 * Environments and rewards in jars of their own: how they are found, named and given their
 * settings; {@link org.gflownet.plugin.Setting} says what settings may be. A jar has the class, and
 * names it in a file {@code META-INF/services/INTERFACE} as {@link java.util.ServiceLoader} asks
 * for; see {@code docs/own-environment.md} and {@code docs/own-reward.md}.
 *
 * <p>Depends on {@code java.*} alone.
 */
package org.gflownet.plugin;
