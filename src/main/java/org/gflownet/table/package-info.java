/**
 * Tables in files of text, a row at a time: delimited values, SMILES lists and SDF files are read,
 * comma-separated values written. Knows neither molecules nor Spark.
 *
 * <p>Depends on {@code java.*} and univocity-parsers.
 */
package org.gflownet.table;
