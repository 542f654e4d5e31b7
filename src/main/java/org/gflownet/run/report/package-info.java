/**
 * The body of {@code report}: the data of the page about one run or several, and the server that
 * shows it live.
 *
 * <p>Of {@code run} it may use {@code run.setup}, {@code run.folder} and {@code run.evaluate}.
 */
package org.gflownet.run.report;
