/**
 * Pictures of what a model has learned, for the terminal and as image files, and the page about
 * runs that holds its charts, its data and nothing from elsewhere.
 *
 * <p>Depends on {@code java.*}, {@code javax.imageio}, Jackson and XChart. Drawings that need other
 * libraries live in packages below.
 */
package org.gflownet.report;
