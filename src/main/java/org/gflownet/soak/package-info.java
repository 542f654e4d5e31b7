/**
 * Training under faults: runs on a standalone cluster of processes again and again, kills and slows
 * its parts at random, and checks that nothing of the result changes.
 *
 * <p>Depends on {@code java} and {@code math} alone: what is disturbed runs in processes of its
 * own.
 */
package org.gflownet.soak;
