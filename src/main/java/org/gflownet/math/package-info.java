/**
 * Log-space arithmetic, random streams, correlations and small primitives.
 *
 * <p>Depends on {@code java.*} alone.
 */
package org.gflownet.math;
