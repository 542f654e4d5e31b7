/**
 * What commands and a library share: the bodies of training, evaluating, reporting and scoring, and
 * what they stand on. This package itself holds what all of them use: errors that are the user's,
 * exit codes, plain JSON and CSV.
 *
 * <p>The sub-packages from bottom to top: {@code run.setup} (what the settings name), {@code
 * run.folder} (the files of a run), {@code run.evaluate}, {@code run.report}, {@code run.train};
 * {@code run.score} stands beside them on {@code run.setup}. May depend on everything but {@code
 * job}; this package itself depends on no other package of the project but {@code spark}'s files.
 */
package org.gflownet.run;
