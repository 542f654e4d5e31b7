/**
 * Pictures of what a model has learned, for the terminal and as image files.
 *
 * <p>Depends on {@code java.*} only; drawings that need other libraries live in packages below.
 */
package org.gflownet.report;
