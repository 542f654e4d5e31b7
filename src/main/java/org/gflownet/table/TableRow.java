package org.gflownet.table;

/**
 * A row of a table. Not to be changed.
 *
 * @param cells one for each column; null where there is none
 * @param problem why the row is not as it should be; null if it is
 */
public record TableRow(String[] cells, String problem) {}
