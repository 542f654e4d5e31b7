/** The hyper-grid environment. Depends on {@code math} and {@code env}. */
package org.gflownet.env.hypergrid;
