package org.gflownet.reward.chem.proxy;

import org.gflownet.math.RegressionFigures;

/**
 * Where a proxy comes from and how good it is: notes for its users, nothing that a score depends
 * on.
 *
 * @param target column that it predicts
 * @param dataName name of the file that it was fitted to
 * @param dataDigest SHA-256 of that file, 64 hex digits
 * @param seed of the split and the fit
 * @param split how molecules were held out
 * @param trained number of molecules that it was fitted to
 * @param validated number of molecules that decided when to stop
 * @param heldOut figures on molecules that took no part in it
 * @param constantMse mean squared error there of the mean of the molecules fitted to
 */
public record ProxyRecord(
    String target,
    String dataName,
    String dataDigest,
    long seed,
    DataSplit.Kind split,
    int trained,
    int validated,
    RegressionFigures heldOut,
    double constantMse) {}
