/**
 * Whole-process comparisons: starts training as a user would, in turn with what it is compared
 * with, and reads the figures that each prints.
 *
 * <p>Depends on {@code java} and Jackson alone: what is measured runs in processes of its own.
 */
package org.gflownet.measure;
