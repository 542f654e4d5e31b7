/**
 * Files on whatever Hadoop knows: how one appears whole on a local disk, on HDFS and on an object
 * store, who may write into a folder, and how long a store is waited for.
 *
 * <p>Depends on Hadoop, Jackson and SLF4J, and on nothing else of the project.
 */
package org.gflownet.spark.store;
