/**
 * Drawings of molecules for reports.
 *
 * <p>Depends on {@code chem}, on the states of {@code env.molecule} and on CDK.
 */
package org.gflownet.report.chem;
