/**
 * Log-space arithmetic, random streams, correlations, checksums and small primitives.
 *
 * <p>Depends on {@code java.*} alone.
 */
package org.gflownet.math;
