/** Log-space arithmetic, random streams and small primitives. Depends on {@code java.*} only. */
package org.gflownet.math;
